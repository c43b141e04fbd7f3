import type { RootSubject } from '#directory/conditions/condition.ts';
import { InvalidCondition } from '#directory/conditions/invalidCondition.ts';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { says } from '#directory/conditions/says.ts';
import { writeText } from '#directory/conditions/text/writeText.ts';
import { shownDefinitions } from '#directory/policies/shownDefinitions.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { withNames } from './withNames.ts';

/** A condition as a policy keeps it. */
export interface KeptCondition {
  readonly subject: Extract<RootSubject, 'User' | 'Device'>;
  readonly where: unknown;
}

export const PolicyCondition = builder.objectRef<KeptCondition>('PolicyCondition').implement({
  description: 'A condition of a policy, in each of its forms.',
  fields: (t) => ({
    where: t.field({
      type: 'JSONObject',
      description: 'The where, as the lists of people and devices take it.',
      resolve: ({ where }) => where,
    }),
    text: t.string({
      description: 'The same as text: a SCIM filter, as createPolicy takes it.',
      resolve: ({ subject, where }) => writeText(subject, where),
    }),
    sentence: t.string({
      description:
        'The same as a sentence for people, with the names of the groups, people, devices and connections in reach instead of their ids.',
      resolve: (condition, _, context) => sentenceOf(context, condition),
    }),
  }),
});

/** A condition as a sentence; one that cannot be read any more says why. */
async function sentenceOf(context: Context, { subject, where }: KeptCondition): Promise<string> {
  const definitions = await shownDefinitions(context.session, where);
  try {
    return await withNames(context, says(readCondition(subject, where, definitions)));
  } catch (error) {
    if (error instanceof InvalidCondition) return `cannot be read any more: ${error.message}`;
    throw error;
  }
}
