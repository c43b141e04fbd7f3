import { AccountMatch as rules } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';

export const AccountMatch = builder.enumType('AccountMatch', {
  description: 'By what the account that a device reports is looked for among the people of its connection.',
  values: {
    [rules.USER_NAME]: { description: 'The userName, without regard to case.' },
    [rules.EMAIL]: { description: 'Any of the e-mail addresses, without regard to case.' },
    [rules.EXTERNAL_ID]: { description: 'The externalId, exactly.' },
    [rules.LOCAL_PART]: {
      description:
        'What stands before the @, in the account as in the userName or any of the e-mail addresses, without regard to case. Where there is no @, it is the whole: the account "ada" is that of ada@acme.com, and of ada@example.com.',
    },
  } as const,
});
