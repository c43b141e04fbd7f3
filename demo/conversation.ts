import { isDeepStrictEqual } from 'node:util';
import { at, fill, type Json, type Memory } from './memory.ts';
import { printStep, printTitle } from './print.ts';
import { Unexpected } from './unexpected.ts';

/** One request of an identity provider. `{{name}}` stands for the id of what was kept under that name. */
export interface Step {
  /** What the provider does, in a few words. */
  readonly does: string;
  /** Method and path, readable: the query is encoded when it is sent. */
  readonly asks: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly body?: { readonly [name: string]: Json };
  /** Sends back the whole answer that was kept under this name, changed by `body`. */
  readonly resends?: string;
  readonly status: number;
  /** What the answer must hold, by JSON Pointer without its first slash. */
  readonly answers?: { readonly [pointer: string]: Json };
  /** The name under which the answer is kept. */
  readonly keeps?: string;
}

/** What a provider says to one SCIM base URL, and how it says it. */
export interface Conversation {
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How the provider writes a space in a query. */
  readonly space: '+' | '%20';
  /** What the customer has appended to the tenant URL, such as a feature flag. */
  readonly flag?: string;
  readonly steps: readonly Step[];
}

export interface Tenant {
  readonly scimUrl: string;
  readonly token: string;
}

/** Holds a conversation; the first answer that is not the expected one ends it. */
export async function hold(conversation: Conversation, tenant: Tenant, memory: Memory): Promise<void> {
  printTitle(conversation.title);
  for (const step of conversation.steps) {
    const { status, body } = await send(conversation, tenant, step, memory);
    if (status !== step.status) throw new Unexpected(`${step.does} (${step.asks}): ${status} instead of ${step.status}. ${detailOf(body)}`);
    const expected = fill(step.answers ?? {}, memory);
    for (const [pointer, value] of Object.entries(expected)) {
      const found = at(body, pointer);
      if (!isDeepStrictEqual(found, value))
        throw new Unexpected(`${step.does} (${step.asks}): ${pointer} is ${JSON.stringify(found)} instead of ${JSON.stringify(value)}.`);
    }
    if (step.keeps) memory.set(step.keeps, body);
    printStep(step);
  }
}

async function send({ headers, space, flag }: Conversation, { scimUrl, token }: Tenant, step: Step, memory: Memory) {
  const [method, template = ''] = step.asks.split(/ (.*)/s);
  const path = encode(fill(template, memory), space, flag);
  const body = step.body || step.resends ? fill({ ...(step.resends && memory.get(step.resends)), ...step.body }, memory) : undefined;
  const response = await fetch(`${scimUrl}${path}`, {
    method,
    headers: { ...headers, Authorization: `Bearer ${token}` },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as { [name: string]: Json } };
}

function encode(path: string, space: string, flag: string | undefined): string {
  const [before, query] = path.split(/\?(.*)/s);
  const parameters = (query?.split('&') ?? []).map((pair) => {
    const [name, value = ''] = pair.split(/=(.*)/s);
    return `${name}=${encodeURIComponent(value).replaceAll('%20', space)}`;
  });
  const all = [...parameters, ...(flag ? [flag] : [])];
  return all.length ? `${before}?${all.join('&')}` : `${before}`;
}

const detailOf = ({ detail }: { [name: string]: Json }) => (typeof detail === 'string' ? detail : 'It has no detail.');
