import type { GraphQLError, ValidationRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { schemaHidden } from '#directory/errors.ts';
import { isIntrospection } from './isIntrospection.ts';
import { ofDocument, refusal } from './refusal.ts';

const rule: ValidationRule = (context) => ({
  Field(node) {
    if (isIntrospection(node)) context.reportError(refusal(schemaHidden(), ofDocument));
  },
});

/** Refuses introspection. */
export const hideSchema: Plugin = { onValidate: ({ addValidationRule }) => addValidationRule(rule) };

/** The refusal without the names that it would suggest: they are the schema, a few at a time. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  error.message = error.message.replace(/ Did you mean .*$/s, '');
  return error;
}
