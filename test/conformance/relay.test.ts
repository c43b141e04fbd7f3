import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import compiler from 'relay-compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';

const schemaFile = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

/** What a console of a Relay application asks. */
const documents = [
  `query PeopleQuery($where: UserWhere) {
    viewer { name role }
    ...People_query @arguments(where: $where)
  }`,
  `fragment People_query on Query
    @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" }, where: { type: "UserWhere" })
    @refetchable(queryName: "PeoplePageQuery") {
    users(first: $count, after: $cursor, where: $where, orderBy: [{ field: USER_NAME }]) @connection(key: "People_users") {
      edges { node { userName connection { name } ...People_manager } }
    }
  }`,
  `fragment People_manager on User
    @argumentDefinitions(count: { type: "Int", defaultValue: 1 }, cursor: { type: "String" })
    @refetchable(queryName: "PeopleReportsQuery") {
    directReports(last: $count, before: $cursor) @connection(key: "People_directReports") { edges { node { userName } } }
  }`,
  'mutation PeopleTitleMutation($input: UpdateUserInput!) { updateUser(input: $input) { user { title version } } }',
];

interface Compiled {
  failed: boolean;
  said: string;
  /** What the compiler has written, by name. */
  artifacts: Record<string, string>;
}

/** Runs Relay's compiler on a module that holds these documents. */
async function compile(texts: readonly string[]): Promise<Compiled> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-relay-'));
  try {
    await mkdir(join(folder, 'src'));
    await mkdir(join(folder, 'artifacts'));
    await copyFile(schemaFile, join(folder, 'schema.graphql'));
    await writeFile(join(folder, 'src/People.ts'), texts.map((text) => `graphql\`${text}\`;\n`).join(''));
    const scalars = { DateTime: 'string', Duration: 'string', JSONObject: 'Record<string, unknown>' };
    const config = { src: './src', schema: './schema.graphql', artifactDirectory: './artifacts', language: 'typescript' };
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ ...config, customScalarTypes: scalars }));
    const { failed, said } = await run(folder);
    return { failed, said, artifacts: await artifactsIn(join(folder, 'artifacts')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const run = (cwd: string) =>
  new Promise<{ failed: boolean; said: string }>((resolve) =>
    execFile(compiler, ['--noWatchman'], { cwd }, (failure, stdout, stderr) =>
      resolve({ failed: failure !== null, said: stdout + stderr }),
    ),
  );

async function artifactsIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, place) => [name.replace('.graphql.ts', ''), texts[place] ?? '']));
}

/** The document that a Relay application sends for a compiled operation. */
const sentFor = (artifact = ''): string => JSON.parse(/"text": ("(?:[^"\\]|\\.)*")/.exec(artifact)?.[1] ?? '""');

let app: App;
let compiled: Compiled;
beforeAll(async () => {
  app = await startApp();
  compiled = await compile(documents);
});
afterAll(() => app.close());

describe("Relay's compiler", () => {
  it('compiles pages, refetched fragments and a mutation', () => {
    expect(compiled.failed, compiled.said).toBe(false);
    expect(Object.keys(compiled.artifacts).sort()).toEqual([
      'PeoplePageQuery',
      'PeopleQuery',
      'PeopleReportsQuery',
      'PeopleTitleMutation',
      'People_manager',
      'People_query',
    ]);
    expect(compiled.artifacts.People_query).toContain('"direction": "forward"');
    expect(compiled.artifacts.People_manager).toContain('"direction": "backward"');
  });

  it('refuses what the schema does not have', async () => {
    const { failed, said } = await compile(['query PeopleQuery { users(first: 1) { edges { node { password } } } }']);
    expect(failed).toBe(true);
    expect(said).toContain('password');
  });
});

describe('what Relay sends', () => {
  it('pages through people, and from the end through the reports of one', async () => {
    const { id } = await app.story.user('grace', { externalId: 'grace' });
    for (const userName of ['ada', 'edsger', 'kurt']) await app.story.user(userName, { managerReference: 'grace' });

    const { viewer, users } = await app.ask(sentFor(compiled.artifacts.PeopleQuery), { where: { active: { eq: true } } });
    expect(viewer.role).toBe('ADMIN');
    const page = await app.ask(sentFor(compiled.artifacts.PeoplePageQuery), { count: 2, cursor: users.pageInfo.endCursor });
    expect([...namesOf(users), ...namesOf(page.users)]).toEqual(['ada', 'edsger', 'grace', 'kurt']);

    const reports = sentFor(compiled.artifacts.PeopleReportsQuery);
    const { node: last } = await app.ask(reports, { id });
    expect(namesOf(last.directReports)).toEqual(['kurt']);
    const { node: earlier } = await app.ask(reports, { id, count: 2, cursor: last.directReports.pageInfo.startCursor });
    expect(namesOf(earlier.directReports)).toEqual(['ada', 'edsger']);
  });

  it('changes a person', async () => {
    const { id } = await app.story.user('alan');
    const { updateUser } = await app.ask(sentFor(compiled.artifacts.PeopleTitleMutation), { input: { id, title: 'Analyst' } });
    expect(updateUser.user).toMatchObject({ id, title: 'Analyst', version: 2 });
  });
});

const namesOf = ({ edges }: { edges: { node: { userName: string } }[] }) => edges.map(({ node }) => node.userName);
