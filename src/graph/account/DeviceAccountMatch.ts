import { AccountMatchState as states } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { AccountMatch } from './AccountMatch.ts';

export const AccountMatchState = builder.enumType('AccountMatchState', {
  description: 'Whether the account that a device reports is somebody’s.',
  values: {
    [states.MATCHED]: {
      description:
        'It is one active person’s. The device is assigned to them by RULE, unless it is assigned to somebody in another way, which no rule ever touches.',
    },
    [states.AMBIGUOUS]: { description: 'It is several active people’s, and nobody guesses whose: no rule assigns the device.' },
    [states.NO_MATCH]: { description: 'It is nobody’s, or only of people who are not active: no rule assigns the device.' },
  } as const,
});

/** What the rules make of a device's account. What crosses to other nouns stands in files of its own: DeviceAccountMatch.candidates.ts … */
export const DeviceAccountMatch = builder.prismaObject('DeviceAccountMatch', {
  fields: (t) => ({
    account: t.exposeString('account'),
    state: t.expose('state', { type: AccountMatchState }),
    rule: t.expose('rule', { type: AccountMatch, nullable: true }),
    candidateCount: t.int({
      description: 'How many people were found, those who are not active only where no others were; more than 100 are not counted.',
      resolve: ({ candidateIds }) => candidateIds.length,
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime' }),
  }),
});
