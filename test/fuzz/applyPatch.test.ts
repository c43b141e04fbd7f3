import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScimDocument } from '#scim-gateway/protocol/document.ts';
import { ScimError } from '#scim-gateway/protocol/errors.ts';
import { applyPatch } from '#scim-gateway/protocol/patch.ts';
import { readDocument } from '#scim-gateway/protocol/readDocument.ts';
import { userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { applyActs, replaceAll } from '#test/reference/applyActs.ts';
import { userAttributes } from '#test/reference/attributes.ts';
import { comparable, readState } from '#test/reference/readState.ts';
import { Refusal } from '#test/reference/refusal.ts';
import { choosing, spellEntries, spellPatch, type Writing } from '#test/reference/spell.ts';
import { acts, whole } from './acts.ts';
import { someOf } from './conversations.ts';
import { longest, trials } from './settings.ts';

const usually = 2000;

const name = 'userName';
const patches = someOf(userAttributes, name).chain((some) =>
  fc.record({
    first: whole(some, name, fc.constant('ada')),
    operations: acts(some),
    spelling: fc.array(fc.nat({ max: 11 }), { maxLength: 40 }),
  }),
);

/** What comes of an act, or that it was refused. */
function outcomeOf<Outcome>(act: () => Outcome): Outcome | 'refused' {
  try {
    return act();
  } catch (error) {
    if (error instanceof ScimError || error instanceof Refusal) return 'refused';
    throw error;
  }
}

describe('applyPatch', () => {
  it(
    'leaves a document as the model of RFC 7644 has it, or refuses where the model does',
    () => {
      const property = fc.property(patches, ({ first, operations, spelling }) => {
        const writing: Writing = { type: 'User', attributes: userAttributes, choose: choosing(spelling) };
        const before = outcomeOf(() => replaceAll(userAttributes, first, { active: true }));
        const document = outcomeOf(
          (): ScimDocument => ({ active: true, ...readDocument(userResource, spellEntries(writing, first.entries)) }),
        );
        if (before === 'refused' || document === 'refused') {
          expect(document).toBe(before);
          return;
        }
        const stateOf = (body: ScimDocument) => comparable(userAttributes, readState(userAttributes, body));
        const expected = outcomeOf(() => comparable(userAttributes, applyActs(userAttributes, before, operations)));
        expect(outcomeOf(() => stateOf(applyPatch(userResource, document, spellPatch(writing, operations))))).toEqual(expected);
      });
      fc.assert(property, trials(usually));
    },
    longest(usually),
  );
});
