import fc, { type Arbitrary } from 'fast-check';
import type { Attributes } from '#test/reference/attributes.ts';
import { acts, whole } from './acts.ts';
import type { Conversation } from './converse.ts';

/** The name that another resource has. */
export const taken = 'taken';

/** The attributes that some conversation is about: few, so that requests meet what others have left. */
export const someOf = (attributes: Attributes, name: string): Arbitrary<Attributes> =>
  fc.subarray(Object.keys(attributes), { minLength: 1, maxLength: 3 }).map((names) => {
    const chosen = new Set([name, 'externalId', ...names]);
    return Object.fromEntries(Object.entries(attributes).filter(([attribute]) => chosen.has(attribute)));
  });

const names = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('Ada', 'grace') }, fc.constantFrom(null, 7, taken));

/** Conversations about one resource, of which this attribute is the name. */
export const conversations = (attributes: Attributes, name: string): Arbitrary<Conversation> =>
  someOf(attributes, name).chain((some) => {
    const named = whole(some, name, names);
    const patch = fc.record({ method: fc.constant('PATCH' as const), acts: acts(some) });
    const put = fc.record({ method: fc.constant('PUT' as const), act: named });
    return fc.record({
      first: named,
      requests: fc.array(fc.oneof({ weight: 4, arbitrary: patch }, { weight: 1, arbitrary: put }), { minLength: 1, maxLength: 3 }),
      spelling: fc.array(fc.nat({ max: 11 }), { maxLength: 40 }),
    });
  });
