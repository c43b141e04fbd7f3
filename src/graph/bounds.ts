import { type GraphQLError, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { invalidInput, limitExceeded } from '#directory/errors.ts';
import { ofDocument, refusal } from './guards/refusal.ts';

/** Parsed documents are remembered: small ones only. */
const maximumCharacters = 100_000;

/** With so few tokens, no document is deeper than the stack of those who read it. */
const maximumTokens = 2000;

/** A document with more than these is no slip of a pen. */
const maxErrors = 10;

/** What is read of a request, beside its size: bounded documents, and JSON only, because any page in a browser can send a form. */
export const bounds: Plugin = {
  onRequest({ request, endResponse, fetchAPI }) {
    if (request.method !== 'POST' || /^application\/(?:graphql\+)?json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? '')) return;
    const errors = [{ message: 'Send the query as application/json.', extensions: { code: 'INVALID_INPUT' } }];
    endResponse(fetchAPI.Response.json({ errors }, { status: 415 }));
  },
  onParams({ params: { query } }) {
    if (query && query.length > maximumCharacters)
      throw refusal(limitExceeded(`A document has at most ${maximumCharacters} characters. Send values as variables.`), ofDocument);
  },
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => {
      try {
        return parseFn(source, { ...options, maxTokens: maximumTokens });
      } catch (error) {
        throw isTooLong(error)
          ? refusal(limitExceeded(`A document has at most ${maximumTokens} tokens. Ask in several requests.`), ofDocument)
          : error;
      }
    });
  },
  onValidate({ setValidationFn }) {
    setValidationFn((schema, document, rules) => validate(schema, document, rules, { maxErrors }).map(explained));
  },
};

/** After so many errors the validator says no more than that it has stopped. */
const explained = (error: GraphQLError) =>
  error.message.startsWith('Too many validation errors')
    ? refusal(invalidInput(`The document has more than ${maxErrors} errors, and was not read to its end. Correct these first.`), ofDocument)
    : error;

/** The parser has no other sign of it. */
const isTooLong = (error: unknown) => error instanceof Error && error.message.startsWith('Syntax Error: Document contains more tha');
