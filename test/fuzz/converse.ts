import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Act } from '#test/reference/act.ts';
import { applyActs, replaceAll } from '#test/reference/applyActs.ts';
import type { Attributes } from '#test/reference/attributes.ts';
import { comparable, readState } from '#test/reference/readState.ts';
import { Refusal } from '#test/reference/refusal.ts';
import { choosing, spellEntries, spellPatch, type Writing } from '#test/reference/spell.ts';
import type { State } from '#test/reference/state.ts';
import type { ScimAnswer, ScimClient } from '#test/support/scim.ts';
import { taken } from './conversations.ts';

export interface Subject {
  type: Writing['type'];
  endpoint: '/Users' | '/Groups';
  /** The attribute that is the resource's name. */
  name: string;
  attributes: Attributes;
  /** What a resource holds that nobody has said; it stays when nobody says it again. */
  always: State;
}

type Whole = Extract<Act, { entries: unknown }>;

export interface Conversation {
  first: Whole;
  requests: ({ method: 'PATCH'; acts: Act[] } | { method: 'PUT'; act: Whole })[];
  /** How all of it is written. */
  spelling: number[];
}

interface Known {
  state: State;
  version: string;
}

/** Makes a resource, changes it, and compares it after each request with the model; then it is gone. */
export async function converse(scim: ScimClient, subject: Subject, { first, requests, spelling }: Conversation): Promise<void> {
  const { attributes, endpoint, type } = subject;
  const writing: Writing = { type, attributes, choose: choosing(spelling) };
  const made = await scim.post(endpoint, spellEntries(writing, first.entries));
  const path = `${endpoint}/${made.body.id}`;
  try {
    const state = expected(subject, () => replaceAll(attributes, first, subject.always));
    compare(subject, made, state, 1);
    if (state instanceof Refusal) return;
    let known: Known = { state, version: made.body.meta.version };
    for (const request of requests) known = await ask(scim, subject, { path, request, writing, known });
  } finally {
    if (made.status === 201) expect((await scim.delete(path)).status).toBe(204);
  }
}

interface Asked {
  path: string;
  request: Conversation['requests'][number];
  writing: Writing;
  known: Known;
}

/** Sends one request and compares its answer, and what is read then, with the model. */
async function ask(scim: ScimClient, subject: Subject, { path, request, writing, known }: Asked): Promise<Known> {
  const { attributes } = subject;
  const before = known.state;
  if (request.method === 'PUT') {
    const answer = await scim.put(path, spellEntries(writing, request.act.entries));
    const outcome = expected(subject, () => replaceAll(attributes, request.act, keptOf(subject, before)));
    compare(subject, answer, outcome, request.act.entries.length);
    return compareStored(scim, subject, path, known, outcome);
  }
  const answer = await scim.send('PATCH', path, { body: spellPatch(writing, request.acts) });
  const outcome = expected(subject, () => applyActs(attributes, before, request.acts));
  compare(subject, answer, outcome, sizeOf(request.acts));
  return compareStored(scim, subject, path, known, outcome);
}

const sizeOf = (acts: readonly Act[]) => acts.reduce((size, act) => size + ('entries' in act ? act.entries.length : 1), 0);

const keptOf = ({ always }: Subject, state: State): State => Object.fromEntries(Object.keys(always).map((name) => [name, state[name]]));

/** What the model makes of a request: what the resource then holds, or a refusal. */
function expected({ name }: Subject, act: () => State): State | Refusal {
  try {
    const state = act();
    return String(state[name]).toLowerCase() === taken ? new Refusal('uniqueness') : state;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Which of several faults is named is not compared. */
function compare({ attributes }: Subject, answer: ScimAnswer, outcome: State | Refusal, size: number): void {
  if (outcome instanceof Refusal) {
    expect([400, 409], `the model refuses: ${outcome.message}; the server says ${answer.text}`).toContain(answer.status);
    if (size === 1) expect(outcome.scimTypes, answer.text).toContain(answer.body.scimType);
    return;
  }
  expect([200, 201, 204], answer.text).toContain(answer.status);
  if (answer.status !== 204) expectState(attributes, answer.body, outcome);
}

const expectState = (attributes: Attributes, body: Record<string, unknown>, state: State) =>
  expect(comparable(attributes, readState(attributes, body))).toEqual(comparable(attributes, state));

/** What is read afterwards; its version is another when, and only when, it holds something else (RFC 7644 §3.5.2.1). */
async function compareStored(
  scim: ScimClient,
  { attributes }: Subject,
  path: string,
  { state: before, version }: Known,
  outcome: State | Refusal,
): Promise<Known> {
  const state = outcome instanceof Refusal ? before : outcome;
  const { body } = await scim.get(path);
  expectState(attributes, body, state);
  // The same elements in another order are the same value, and may be a version all the same.
  const isSame = isDeepStrictEqual(comparable(attributes, before), comparable(attributes, state));
  if (!isSame) expect(body.meta.version).not.toBe(version);
  else if (isDeepStrictEqual(before, state)) expect(body.meta.version).toBe(version);
  return { state, version: body.meta.version };
}
