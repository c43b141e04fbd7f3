import type { Unmatched } from '#directory/policies/unmatched.ts';
import { builder } from '../builder.ts';
import { withNames } from './withNames.ts';

/** A part of a condition that nobody could meet today. */
export const UnmatchedPart = builder.objectRef<Unmatched>('UnmatchedPart').implement({
  description: 'A part of a condition that nobody in reach meets today, such as a department that no one has: it may be misspelt.',
  fields: (t) => ({
    sentence: t.string({ description: 'The part as a sentence.', resolve: ({ sentence }, _, context) => withNames(context, sentence) }),
    nearValues: t.stringList({
      description: 'Values that somebody has and that may have been meant, the nearest first; at most three, for equality of text.',
      resolve: ({ nearValues }) => [...nearValues],
    }),
  }),
});
