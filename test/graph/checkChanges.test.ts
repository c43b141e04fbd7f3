import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

// A hook of git that runs the tests must not send them to its own repository.
const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...environment } = process.env;
const env = { ...environment, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

const released = `
  type Query { user(id: ID, name: String): User }
  type User { id: ID! nickName: String title: String role: Role }
  enum Role { ADMIN READER }
`;
const changelog = (breaking: string) =>
  `# Changelog\n\n## Unreleased\n\n### Added\n- \`User.age\`\n\n${breaking}\n## 1.0.0\n\n### Added\n- All.\n`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-release-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A test', '-c', 'user.email=test@example.com', ...args], { cwd: folder, env, stdio: 'pipe' });

function write(schema: string, breaking = '') {
  writeFileSync(join(folder, 'schema.graphql'), schema);
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog(breaking));
}

function commit(tag?: string) {
  git('add', '.');
  git('commit', '--quiet', '--message', 'A change');
  if (tag) git('tag', tag);
}

/** A repository whose last release has the schema above. */
function release(tag = 'v1.0.0') {
  git('init', '--quiet');
  write(released);
  commit(tag);
}

function check(place = folder): { passes: boolean; says: string } {
  const command = ['--import', 'tsx', 'src/graph/checkChanges.ts', place];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' });
  return { passes: status === 0, says: stdout + stderr };
}

describe('npm run schema:changes', () => {
  it.each([
    ['a new field', released.replace('title: String', 'title: String age: Int')],
    ['a new optional argument', released.replace('name: String', 'name: String active: Boolean')],
    ['a new value of an enum', released.replace('READER', 'READER OPERATOR')],
    ['a field that is promised where it was not', released.replace('title: String', 'title: String!')],
    ['a deprecation', released.replace('nickName: String', 'nickName: String @deprecated(reason: "Removed after 2027-01-01.")')],
  ])('allows %s', (_, schema) => {
    release();
    write(schema);
    expect(check()).toEqual({ passes: true, says: 'schema.graphql breaks no client of v1.0.0.\n' });
  });

  it.each([
    ['a field that is gone', released.replace('nickName: String', ''), 'User.nickName'],
    ['a field of another type', released.replace('title: String', 'title: Int'), 'User.title'],
    ['an argument that is gone', released.replace(', name: String', ''), 'Query.user(name:)'],
    ['an argument that is now required', released.replace('id: ID,', 'id: ID!,'), 'Query.user(id:)'],
    ['a value of an enum that is gone', released.replace('READER', ''), 'Role.READER'],
  ])('refuses %s, unless the changelog names it', (_, schema, coordinate) => {
    release();
    write(schema);
    const { passes, says } = check();
    expect(passes).toBe(false);
    expect(says).toContain(`\`${coordinate}\`: `);
    expect(says).toContain('clients of v1.0.0');
    write(schema, `### Breaking\n- \`${coordinate}\` has its reason.\n`);
    expect(check()).toEqual({ passes: true, says: 'schema.graphql breaks no client of v1.0.0 beyond what CHANGELOG.md says.\n' });
  });

  it.each([
    ['of another field', '### Breaking\n- `User.title` is gone.\n'],
    ['of the field’s type', '### Breaking\n- `User` is smaller.\n'],
    ['among the additions', '- `User.nickName` is gone.\n'],
    ['of an earlier release', '## 0.9.0\n\n### Breaking\n- `User.nickName` is gone.\n'],
  ])('takes no word %s for one about this field', (_, breaking) => {
    release();
    write(released.replace('nickName: String', ''), breaking);
    expect(check().passes).toBe(false);
  });

  it('compares with the last release, and with nothing that is no release', () => {
    release('v1.0.0');
    write(released.replace('title: String', ''));
    commit('v2.0.0');
    write(released.replace('title: String', '').replace('nickName: String', ''));
    commit('nightly');
    const { passes, says } = check();
    expect(passes).toBe(false);
    expect(says).toContain('clients of v2.0.0');
    expect(says).not.toContain('User.title');
  });

  it('compares with a tag that a shallow clone has', () => {
    release();
    write(released.replace('nickName: String', ''));
    commit();
    const clone = join(folder, 'clone');
    git('clone', '--quiet', '--depth', '1', `file://${folder}`, clone);
    expect(check(clone)).toMatchObject({ passes: true, says: expect.stringContaining('with no release: no tag') });
    execFileSync('git', ['fetch', '--quiet', '--depth', '1', 'origin', 'tag', 'v1.0.0'], { cwd: clone, env });
    expect(check(clone)).toMatchObject({ passes: false, says: expect.stringContaining('`User.nickName`') });
  });

  it('says that it has compared nothing where no release is known', () => {
    expect(check()).toMatchObject({ passes: true, says: expect.stringContaining('with no release: git cannot tell') });
    git('init', '--quiet');
    write(released);
    commit();
    expect(check()).toMatchObject({ passes: true, says: expect.stringContaining('with no release: no tag') });
  });
});
