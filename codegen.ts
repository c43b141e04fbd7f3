import type { CodegenConfig } from '@graphql-codegen/cli';

const documents = 'src/scim-gateway/documents';

/** Types of everything that the gateway says to the graph. The enums stand apart because the codes of refusals appear in no document. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: `${documents}/*.graphql`,
  config: {
    onlyEnums: true,
    enumsAsTypes: true,
    useTypeImports: true,
    strictScalars: true,
    scalars: { ID: 'string', DateTime: 'string', Duration: 'string', JSON: 'unknown', JSONObject: 'Record<string, unknown>' },
  },
  generates: {
    [`${documents}/generatedEnums.ts`]: { plugins: ['typescript'] },
    [`${documents}/generated.ts`]: { plugins: ['typescript-operations', 'typed-document-node'] },
  },
};

export default config;
