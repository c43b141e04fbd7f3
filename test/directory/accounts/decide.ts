import { fold } from '#filter/fold.ts';
import type { AccountMatch, AccountMatchState, User } from '#generated/prisma/client.ts';

export interface Decision {
  state: AccountMatchState;
  rule: AccountMatch | null;
  candidateIds: string[];
}

const emailsOf = ({ emails }: User) => (emails as { value?: string }[]).flatMap(({ value }) => value ?? []);

const localPart = (text: string) => fold(text).replace(/@[^@]*$/, '');

/** The rules as the README tells them. */
const names: Record<AccountMatch, (account: string, person: User) => boolean> = {
  USER_NAME: (account, { userName }) => fold(userName) === fold(account),
  EMAIL: (account, person) => emailsOf(person).some((email) => fold(email) === fold(account)),
  EXTERNAL_ID: (account, { externalId }) => externalId === account,
  LOCAL_PART: (account, person) =>
    localPart(account) !== '' && [person.userName, ...emailsOf(person)].some((name) => localPart(name) === localPart(account)),
};

/** What rules make of an account among the people of a connection: the same as settleAccounts, read in memory. */
export function decide(rules: readonly AccountMatch[], account: string | null, people: readonly User[]): Decision | null {
  if (account === null || rules.length === 0) return null;
  const rule = rules.find((each) => people.some((person) => names[each](account, person)));
  if (!rule) return { state: 'NO_MATCH', rule: null, candidateIds: [] };
  const found = people.filter((person) => names[rule](account, person));
  const active = found.filter((person) => person.active);
  const candidateIds = (active.length > 0 ? active : found).map(({ id }) => id).sort();
  return { state: active.length === 0 ? 'NO_MATCH' : active.length === 1 ? 'MATCHED' : 'AMBIGUOUS', rule, candidateIds };
}
