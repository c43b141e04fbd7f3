import type { Plugin } from 'graphql-yoga';
import { limitExceeded } from '#directory/errors.ts';

/** Parsed documents are remembered: small ones only. */
const maximumCharacters = 100_000;

/** With so few tokens, no document is deeper than the stack of those who read it. */
const maximumTokens = 2000;

/** What is read of a request, beside its size: bounded documents, and JSON only, because any page in a browser can send a form. */
export const bounds: Plugin = {
  onRequest({ request, endResponse, fetchAPI }) {
    if (request.method !== 'POST' || /^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '')) return;
    const errors = [{ message: 'Send the query as application/json.', extensions: { code: 'INVALID_INPUT' } }];
    endResponse(fetchAPI.Response.json({ errors }, { status: 415 }));
  },
  onParams({ params: { query } }) {
    if (query && query.length > maximumCharacters)
      throw limitExceeded(`A document has at most ${maximumCharacters} characters. Send values as variables.`);
  },
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: maximumTokens }));
  },
};
