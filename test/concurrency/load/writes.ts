import type { Act, Entry, PartFilter } from '#test/reference/act.ts';
import { type Chance, oneOf, someOf } from './chance.ts';
import type { Write } from './Write.ts';

/** Who there is to write about: people come and go as members of groups, and some of both may be deleted. */
export interface Cast {
  users: readonly [string, ...string[]];
  groups: readonly [string, ...string[]];
  /** The ids of those that may be deleted. */
  mortal: ReadonlySet<string>;
}

/** Makes writes, each of which changes something: no value is used twice. */
export function writerOf({ users, groups, mortal }: Cast, chance: Chance, name: string) {
  let count = 0;
  const fresh = (what: string) => `${what} ${name}-${++count}`;

  const setting = (attribute: string): Act => ({ op: oneOf(chance, ['add', 'replace']), at: { attribute }, value: fresh(attribute) });
  const email = (): Act => ({
    op: 'add',
    at: { attribute: 'emails' },
    value: [{ value: fresh('email'), type: oneOf(chance, ['work', 'home']), primary: chance() < 0.3 }],
  });
  const ofType = (literal: string): PartFilter => ({ kind: 'compare', part: 'type', operator: 'eq', literal });
  const family = (): Act => ({ op: 'replace', at: { attribute: 'name', part: 'familyName' }, value: fresh('family') });
  const relabelling = (): Act => ({
    op: 'replace',
    at: { attribute: 'emails', filter: ofType(oneOf(chance, ['work', 'home'])), part: 'display' },
    value: fresh('display'),
  });
  const losing = (): Act => ({ op: 'remove', at: { attribute: 'emails', filter: ofType('home') } });
  // What changes in any case comes last, so that nothing takes it back.
  const userActs = (): Act[] => [
    ...someOf(chance, [relabelling, losing, () => setting('displayName')], 0.2).map((act) => act()),
    oneOf(chance, [() => setting('title'), () => setting('department'), () => setting('nickName'), email, family])(),
  ];

  const userEntries = (id: string): Entry[] => [
    { place: { attribute: 'userName' }, value: `user ${id}` },
    { place: { attribute: 'title' }, value: fresh('title') },
    ...someOf<Entry>(chance, [
      { place: { attribute: 'displayName' }, value: fresh('displayName') },
      { place: { attribute: 'emails' }, value: [{ value: fresh('email'), type: 'work', primary: true }] },
      { place: { attribute: 'organization' }, value: fresh('organization') },
    ]),
  ];

  const one = (literal: string): PartFilter => ({ kind: 'compare', part: 'value', operator: 'eq', literal });
  const few = () => someOf(chance, users, 0.25);
  const valued = (ids: readonly string[]) => ids.map((value) => ({ value }));
  const joining = (): Act => ({ op: 'add', at: { attribute: 'members' }, value: valued([oneOf(chance, users), ...few()]) });
  const leaving = (): Act => ({ op: 'remove', at: { attribute: 'members', filter: one(oneOf(chance, users)) } });
  const leavingByValue = (): Act => ({ op: 'remove', at: { attribute: 'members' }, value: valued([oneOf(chance, users)]) });
  const becoming = (): Act => ({ op: 'replace', at: { attribute: 'members' }, value: valued(few()) });
  const renaming = (): Act => setting('displayName');
  const groupActs = (): Act[] => [
    oneOf(chance, [joining, joining, leaving, leaving, leavingByValue, becoming, renaming, renaming])(),
    ...someOf(chance, [renaming, leaving], 0.15).map((act) => act()),
  ];

  const groupEntries = (): Entry[] => [
    { place: { attribute: 'displayName' }, value: fresh('group') },
    { place: { attribute: 'members' }, value: valued(few()) },
  ];

  function changeOf(isUser: boolean, id: string): Write['change'] {
    const luck = chance();
    if (luck < 0.02 && mortal.has(id)) return { kind: 'delete' };
    if (luck < 0.3) return { kind: 'put', act: { op: 'replace', entries: isUser ? userEntries(id) : groupEntries() } };
    return { kind: 'patch', acts: isUser ? userActs() : groupActs() };
  }

  /** A write, and whether it is to find the version that its client has read. */
  return (): { write: Write; isConditional: boolean } => {
    const isUser = chance() < 0.5;
    const id = oneOf(chance, isUser ? users : groups);
    return { write: { path: `/${isUser ? 'Users' : 'Groups'}/${id}`, change: changeOf(isUser, id) }, isConditional: chance() < 0.4 };
  };
}
