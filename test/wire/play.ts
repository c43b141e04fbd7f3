import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ScimAnswer, ScimClient } from '#test/support/scim.ts';
import type { Case, Check, Step } from './Case.ts';
import { checks } from './checks.ts';
import { fill, fillText, type Values } from './fill.ts';
import { valueAt, withValueAt } from './pointers.ts';

const charset = { 'content-type': 'application/scim+json; charset=utf-8' };

/** Plays a conversation and tells what was not as expected, a line each; what it made, it deletes. */
export async function play({ steps }: Case, scim: ScimClient, base: string): Promise<string[]> {
  const uniq = `w${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  let values: Values = { uniq, uuid: randomUUID(), uuid2: randomUUID(), base };
  const made: string[] = [];
  const problems: string[] = [];
  for (const [place, step] of steps.entries()) {
    await setTimeout(step.waitMs ?? 0);
    const answers = await perform(step, values, scim);
    made.unshift(...answers.flatMap((answer) => madeBy(step, answer)));
    const known = values;
    const found = answers.flatMap((answer, i) => judge(step, answer, { ...known, i }));
    problems.push(
      ...[...found, ...miscounted(step, answers)].map((problem) => `step ${place + 1}, ${step.method} ${step.path}: ${problem}`),
    );
    values = { ...values, ...captured(step, answers) };
  }
  for (const path of made) await scim.delete(path);
  return problems;
}

async function perform(step: Step, values: Values, scim: ScimClient): Promise<ScimAnswer[]> {
  const sends = Array.from({ length: step.repeat ?? 1 }, (_, i) => () => send(step, { ...values, i }, scim));
  if (step.parallel) return Promise.all(sends.map((act) => act()));
  const answers: ScimAnswer[] = [];
  for (const act of sends) answers.push(await act());
  return answers;
}

function send(step: Step, values: Values, scim: ScimClient): Promise<ScimAnswer> {
  const body = bodyOf(step, values);
  const headers = Object.entries(step.headers ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name.toLowerCase(), fillText(value, values)] as const],
  );
  const without = Object.entries(step.headers ?? {}).flatMap(([name, value]) => (value === null ? [name.toLowerCase()] : []));
  return scim.send(step.method, fillText(step.path, values, encodeURIComponent), {
    body,
    headers: { ...(body !== undefined && charset), ...Object.fromEntries(headers) },
    without,
  });
}

function bodyOf({ body, rawBody, bodyFrom, bodySet = {}, bodyUnset = [] }: Step, values: Values): unknown {
  if (rawBody !== undefined) return fillText(rawBody, values);
  if (bodyFrom === undefined) return fill(body, values);
  const changes: [string, unknown][] = [
    ...Object.entries(fill(bodySet, values) as object),
    ...bodyUnset.map((pointer): [string, unknown] => [pointer, undefined]),
  ];
  return changes.reduce((document, [pointer, value]) => withValueAt(document, pointer, value), values[bodyFrom]);
}

const oneOf = (wanted: number | number[]) => [wanted].flat();

function judge({ expect: { status, headers = [], body = [] } = {} }: Step, answer: ScimAnswer, values: Values): string[] {
  const problems: string[] = [];
  if (status !== undefined && !oneOf(status).includes(answer.status))
    problems.push(`status ${answer.status} instead of ${status}: ${answer.text}`);
  if (answer.status === 204 && answer.text !== '') problems.push('204 with a body');
  const check = ({ op, value, ifStatus }: Check, actual: unknown, where: string) => {
    const holds = checks[op];
    if (!holds) throw new Error(`There is no check ${op}.`);
    const wanted = fill(value, values);
    if (ifStatus !== undefined && !oneOf(ifStatus).includes(answer.status)) return;
    if (!holds(actual, wanted)) problems.push(`${where} ${op} ${JSON.stringify(wanted) ?? ''}, but it is ${JSON.stringify(actual)}`);
  };
  for (const each of body) {
    const path = fillText(each.path ?? '', values);
    check(each, valueAt(answer.body, path), path || 'the body');
  }
  for (const each of headers) check(each, answer.headers.get(each.name ?? '') ?? undefined, `the header ${each.name}`);
  return problems;
}

const miscounted = ({ expect }: Step, answers: readonly ScimAnswer[]) =>
  Object.entries(expect?.counts ?? {}).flatMap(([status, wanted]) => {
    const count = answers.filter((answer) => String(answer.status) === status).length;
    return count === wanted ? [] : [`${count} answers with ${status} instead of ${wanted}`];
  });

function captured({ capture = {}, repeat }: Step, answers: readonly ScimAnswer[]): Values {
  return Object.fromEntries(
    Object.entries(capture).map(([name, pointer]) => {
      const found = answers.map(({ headers, body }) =>
        pointer.startsWith('header:') ? (headers.get(pointer.slice('header:'.length)) ?? undefined) : valueAt(body, pointer),
      );
      return [name, repeat === undefined ? found[0] : found];
    }),
  );
}

const madeBy = ({ method, path }: Step, { status, body }: ScimAnswer): string[] =>
  method === 'POST' && status === 201 && typeof body?.id === 'string' ? [`${/^\/[^/?]*/.exec(path)?.[0]}/${body.id}`] : [];
