import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import type { Plugin } from 'graphql-yoga';
import { limitExceeded } from '#directory/errors.ts';
import { ofDocument, refusal } from './refusal.ts';

const maximumAliases = 100;

const rule = maxAliasesRule({
  n: maximumAliases,
  allowList: [],
  propagateOnRejection: false,
  onReject: [
    (context) =>
      context?.reportError(
        refusal(limitExceeded(`An operation has at most ${maximumAliases} aliases. Ask for a list, or in several requests.`), ofDocument),
      ),
  ],
});

/** One field under many names is many fields. Those of a fragment count as often as it is spread. */
export const limitAliases: Plugin = { onValidate: ({ addValidationRule }) => addValidationRule(rule) };
