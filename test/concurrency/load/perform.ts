import { groupAttributes, userAttributes } from '#test/reference/attributes.ts';
import { choosing, spellEntries, spellPatch, type Writing } from '#test/reference/spell.ts';
import type { ScimAnswer, ScimClient } from '#test/support/scim.ts';
import { type Answered, versionIn, type Write } from './Write.ts';

const plain = choosing([]);

const writingOf = (path: string): Writing =>
  path.startsWith('/Users')
    ? { type: 'User', attributes: userAttributes, choose: plain }
    : { type: 'Group', attributes: groupAttributes({}), choose: plain };

const methods = { patch: 'PATCH', put: 'PUT', delete: 'DELETE' } as const;

function bodyOf({ path, change }: Write) {
  if (change.kind === 'delete') return undefined;
  return change.kind === 'patch' ? spellPatch(writingOf(path), change.acts) : spellEntries(writingOf(path), change.act.entries);
}

const tagOf = (version: number | undefined) => (version === undefined ? undefined : `W/"${version}"`);

/** Sends one write as a request of its own. */
export async function performAlone(scim: ScimClient, write: Write): Promise<Answered[]> {
  const sent = performance.now();
  const headers: Record<string, string> = write.ifMatch === undefined ? {} : { 'If-Match': `${tagOf(write.ifMatch)}` };
  const answer = await scim.send(methods[write.change.kind], write.path, { body: bodyOf(write), headers });
  return [
    {
      write,
      status: answer.status,
      version: versionIn(answer.headers.get('etag')),
      body: wholeIn(answer),
      sent,
      answered: performance.now(),
    },
  ];
}

const wholeIn = ({ status, body }: ScimAnswer) => (status === 200 ? body : undefined);

interface BulkAnswer {
  status: string;
  version?: string;
}

/** Sends writes as one bulk request. */
export async function performTogether(scim: ScimClient, writes: readonly Write[]): Promise<Answered[]> {
  const sent = performance.now();
  const Operations = writes.map((write) => ({
    method: methods[write.change.kind],
    path: write.path,
    version: tagOf(write.ifMatch),
    data: bodyOf(write),
  }));
  const { status, body } = await scim.post('/Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations });
  if (status !== 200) return writes.map((write) => ({ write, status, sent, answered: performance.now() }));
  return writes.map((write, at) => {
    const answer: BulkAnswer = body.Operations[at];
    return { write, status: Number(answer.status), version: versionIn(answer.version), sent, answered: performance.now() };
  });
}
