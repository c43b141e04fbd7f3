import { applyActs, replaceAll } from '#test/reference/applyActs.ts';
import { type Attributes, groupAttributes, userAttributes } from '#test/reference/attributes.ts';
import { comparable, readState } from '#test/reference/readState.ts';
import { Refusal } from '#test/reference/refusal.ts';
import type { Element, State } from '#test/reference/state.ts';
import type { Answered } from './Write.ts';

/** What has happened to a resource: an acknowledged write, or that a person was deleted who may have been its member. */
export type Event = Answered & { gone?: string };

/** A resource at a version. */
export interface Moment {
  version: number;
  state: State;
  /** Who there is to be a member. */
  people: Readonly<Record<string, Element>>;
}

/** What a user has, or a group. */
export const attributesOf = ({ people }: Pick<Moment, 'people'>, path: string): Attributes =>
  path.startsWith('/Users') ? userAttributes : groupAttributes(people);

/**
 * Puts what happened to a resource in an order in which the model gives every answer that the server gave, one after the other: the versions say
 * which came first, and nothing comes before what was acknowledged before it was sent. The moments after each; undefined if there is no such order.
 */
export function orderOf(path: string, first: Moment, events: readonly Event[]): Moment[] | undefined {
  const hopeless = new Set<string>();
  const names = new Map(events.map((event, at) => [event, String(at)]));
  const asTold = tellingOf(path, first, events);

  function from(moment: Moment, left: readonly Event[]): Moment[] | undefined {
    if (left.length === 0) return [];
    const here = `${moment.version}: ${left.map((event) => names.get(event)).join()}`;
    if (hopeless.has(here)) return undefined;
    for (const event of possible(left)) {
      const others = left.filter((other) => other !== event);
      const next = after(path, moment, event, others);
      const rest = next && asTold(moment, next) && from(next, others);
      if (rest) return [next, ...rest];
    }
    hopeless.add(here);
    return undefined;
  }

  return from(first, events);
}

/** Tells whether a resource, on its way to a moment, was what answers have shown of the versions up to then. */
function tellingOf(path: string, first: Moment, events: readonly Event[]) {
  const attributes = attributesOf(first, path);
  const textOf = (state: State) => JSON.stringify(comparable(attributes, state));
  const told = events.flatMap(({ version, body }) => (body ? [{ version: version ?? 0, text: textOf(readState(attributes, body)) }] : []));
  return (before: Moment, next: Moment) =>
    told
      .filter(({ version }) => version > before.version && version <= next.version)
      .every(({ version, text }) => version === next.version && text === textOf(next.state));
}

/** Those that may be next, those first whose answers name their version. */
function possible(left: readonly Event[]): Event[] {
  const soonest = Math.min(...left.map(({ answered }) => answered));
  const now = left.filter(({ sent }) => sent <= soonest);
  return [...now.filter((event) => isExact(event)), ...now.filter((event) => !isExact(event))];
}

/** A group is read once it is replaced, and may be another by then. */
const isExact = ({ gone, write: { path, change } }: Event) =>
  gone === undefined && (change.kind === 'patch' || (change.kind === 'put' && path.startsWith('/Users')));

/** The resource after an event, if it can have happened then. */
function after(path: string, moment: Moment, event: Event, others: readonly Event[]): Moment | undefined {
  const { write, version = 0, gone } = event;
  if (gone !== undefined) return without(moment, gone);
  if (write.ifMatch !== undefined && write.ifMatch !== moment.version) return undefined;
  // Who is gone after the group was no longer is no matter of the group's.
  if (write.change.kind === 'delete') return others.every((other) => other.gone !== undefined) ? moment : undefined;
  const state = changed(path, moment, event);
  if (!state) return undefined;
  const next = { ...moment, state, version: moment.version + steps(moment.state, state) };
  return (isExact(event) ? next.version === version : next.version <= version) ? next : undefined;
}

function without({ state, version, people }: Moment, id: string): Moment {
  const { [id]: _, ...others } = people;
  const members = membersOf(state).filter((member) => member !== id);
  const { members: __, ...rest } = state;
  const next = members.length > 0 ? { ...rest, members } : rest;
  return { people: others, state: next, version: version + steps(state, next) };
}

function changed(path: string, moment: Moment, { write: { change } }: Event): State | undefined {
  const attributes = attributesOf(moment, path);
  const { active } = moment.state;
  try {
    if (change.kind === 'patch') return applyActs(attributes, moment.state, change.acts);
    return change.kind === 'put' ? replaceAll(attributes, change.act, active === undefined ? {} : { active }) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const membersOf = ({ members = [] }: State) => members as string[];

/** How many versions a change makes: one for the attributes, one for those who leave, and one for those who join. */
function steps(before: State, next: State): number {
  const leaves = membersOf(before).some((id) => !membersOf(next).includes(id));
  const joins = membersOf(next).some((id) => !membersOf(before).includes(id));
  return [isOtherwise(before, next), leaves, joins].filter((isSo) => isSo).length;
}

const isOtherwise = ({ members: _, ...before }: State, { members: __, ...next }: State) =>
  JSON.stringify(comparable(userAttributes, before)) !== JSON.stringify(comparable(userAttributes, next));
