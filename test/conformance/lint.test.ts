import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import plugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildASTSchema, isObjectType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { exceptions, options } from './exceptions.ts';
import { coordinateAt } from './placesIn.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = 'src/scim-gateway/documents/*.graphql';
const schemaFile = 'schema.graphql';
const document = parse(readFileSync(`${root}/${schemaFile}`, 'utf8'));
const schema = buildASTSchema(document);

interface Finding {
  rule: string;
  line: number;
}

const optioned = Object.fromEntries(Object.entries(options).map(([rule, { options }]) => [`@graphql-eslint/${rule}`, ['error', options]]));

const { configs, parser } = plugin;

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': plugin as ESLint.Plugin },
      languageOptions: { parser, parserOptions: { graphQLConfig: { schema: schemaFile, documents } } },
    },
    { files: [schemaFile], rules: { ...configs['flat/schema-recommended'].rules, ...configs['flat/schema-relay'].rules, ...optioned } },
    { files: [documents], rules: { ...configs['flat/operations-recommended'].rules } },
  ],
});

const linted = async (files: string) => found(await eslint.lintFiles([files]));

const found = (results: ESLint.LintResult[]): Finding[] =>
  results.flatMap(({ messages }) => messages.map(({ ruleId, line }) => ({ rule: ruleId ?? 'eslint', line })));

/** What graphql-schema-linter says with all of its rules. */
const schemaLinted = () =>
  new Promise<Finding[]>((resolve, reject) => {
    const command = ['node_modules/graphql-schema-linter/lib/cli.js', '--format', 'json', schemaFile];
    execFile(process.execPath, command, { cwd: root }, (failure, said) => {
      if (!said.startsWith('{')) return reject(failure ?? new Error(said));
      const { errors } = JSON.parse(said) as { errors: { rule: string; location: { line: number } }[] };
      resolve(errors.map(({ rule, location: { line } }) => ({ rule, line })));
    });
  });

const places = (findings: readonly Finding[]) => [...new Set(findings.map(({ rule, line }) => `${rule}: ${coordinateAt(document, line)}`))];

const fieldsOfType = (name: string) =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, type: field.type })))
    .filter(({ type }) => String(type).replace('!', '') === name)
    .map(({ coordinate }) => coordinate);

/** The exceptions to the rules of one linter, as places. */
const excepted = (isOwn: (rule: string) => boolean) =>
  exceptions.flatMap(({ rules, at = [], fieldsOf }) =>
    rules
      .filter(isOwn)
      .flatMap((rule) => [...at, ...(fieldsOf ? fieldsOfType(fieldsOf) : [])].map((coordinate) => `${rule}: ${coordinate}`)),
  );

const isOfESLint = (rule: string) => rule.startsWith('@graphql-eslint/');

describe('schema.graphql', () => {
  it('is what graphql-eslint recommends, with the rules of Relay, but for exceptions that are all needed', async () => {
    expect(places(await linted(schemaFile)).sort()).toEqual(excepted(isOfESLint).sort());
  });

  it('is what graphql-schema-linter asks for, but for exceptions that are all needed', async () => {
    expect(places(await schemaLinted()).sort()).toEqual(excepted((rule) => !isOfESLint(rule)).sort());
  });
});

describe("the gateway's documents", () => {
  it('are what graphql-eslint recommends', async () => {
    expect(await linted(documents)).toEqual([]);
  });

  it('would be found out otherwise', async () => {
    const filePath = documents.replace('*', 'unnamed');
    const findings = found(await eslint.lintText('query { viewer { name } }', { filePath }));
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['@graphql-eslint/no-anonymous-operations']));
  });
});
