import { execFileSync } from 'node:child_process';

export interface Release {
  readonly tag: string;
  readonly schema: string;
}

/** The schema of the last release tag (`v…`) of a repository, or why there is none to compare with. */
export function lastRelease(folder: string): Release | { readonly none: string } {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const tag = lastTag(git);
    if (!tag) return { none: 'no tag v… is there (a shallow clone may lack the tags: git fetch --tags)' };
    if (!git('ls-tree', tag, '--', 'schema.graphql')) return { none: `${tag} has no schema.graphql` };
    return { tag, schema: git('show', `${tag}:schema.graphql`) };
  } catch (error) {
    return { none: `git cannot tell (${String(error).trim().split('\n').at(-1)})` };
  }
}

/** The newest release on the way to this commit; a shallow clone does not know the way, but may have the tags. */
function lastTag(git: (...args: string[]) => string): string | undefined {
  const isShallow = git('rev-parse', '--is-shallow-repository') === 'true';
  const onTheWay = isShallow ? [] : ['--merged', 'HEAD'];
  // The last key of the order is the first to count.
  return git('tag', '--list', 'v[0-9]*', '--sort=-version:refname', '--sort=-creatordate', ...onTheWay).split('\n')[0];
}
