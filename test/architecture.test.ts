import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const filesUnder = (folder: string) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name}`);

const sources = filesUnder('src');
const product = [...sources, ...filesUnder('prisma')];

const text = (file: string) => readFileSync(resolve(root, file), 'utf8');

/** Every module that a file names: import, export … from, and import(). */
const specifiersIn = (source: string) =>
  [
    ...source.matchAll(
      /^\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');

/** The file of ours that a specifier names; a package or a module of Node stays as it is. */
function resolved(file: string, specifier: string): string {
  const { imports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { imports: Record<string, string> };
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier));
  const alias = Object.keys(imports).find((pattern) => specifier.startsWith(pattern.replace('*', '')));
  return alias ? specifier.replace(alias.replace('*', ''), `${imports[alias]?.replace('./', '').replace('*', '')}`) : specifier;
}

const importsOf = (file: string) => specifiersIn(text(file)).map((specifier) => resolved(file, specifier));

/** The modules that still count when types are gone. */
const valueImportsOf = (file: string) =>
  specifiersIn(text(file).replaceAll(/^import type\b[^;]*;/gm, '')).map((specifier) => resolved(file, specifier));

const isOurs = (module: string) => /^(src|prisma|generated|test)\//.test(module);

/** The package of a module: `@scope/name` or `name`. */
const packageOf = (module: string) =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');

/** The rooms, what of ours each may import beside itself, and which packages. */
const rooms: Record<string, { ours: string[]; packages: string[] }> = {
  prisma: {
    ours: ['generated/prisma/'],
    packages: [
      '@electric-sql/pglite',
      '@prisma/adapter-pg',
      '@prisma/driver-adapter-utils',
      '@prisma/schema-engine-wasm',
      'fs-native-extensions',
      'pg',
      'pglite-prisma-adapter',
    ],
  },
  'src/filter': { ours: [], packages: [] },
  'src/directory': { ours: ['src/filter/', 'generated/prisma/'], packages: ['@rgrove/parse-xml', 'mustache', 'zod'] },
  'src/oidc': { ours: ['src/directory/'], packages: ['jose', 'zod'] },
  'src/graph': {
    ours: ['src/directory/', 'generated/prisma/', 'generated/pothos/'],
    packages: [
      '@escape.tech/graphql-armor-max-aliases',
      '@graphql-inspector/core',
      '@pothos/core',
      '@pothos/plugin-complexity',
      '@pothos/plugin-prisma',
      'dataloader',
      'graphql',
      'graphql-scalars',
      'graphql-yoga',
      'rate-limiter-flexible',
    ],
  },
  'src/scim-gateway': {
    ours: ['src/filter/'],
    packages: ['@graphql-typed-document-node/core', 'express', 'graphql', 'rate-limiter-flexible', 'zod'],
  },
};

const composers = [
  'src/app.ts',
  'src/config.ts',
  'src/createFront.ts',
  'src/environment.ts',
  'src/gateway.ts',
  'src/gatewayConfig.ts',
  'src/listen.ts',
  'src/main.ts',
  'src/requests.ts',
];

const roomOf = (file: string) => Object.keys(rooms).find((room) => file.startsWith(`${room}/`));

describe.each(Object.entries(rooms))('the room %s', (room, { ours, packages }) => {
  const files = product.filter((file) => roomOf(file) === room);
  const outside = files.flatMap((file) =>
    importsOf(file)
      .filter((module) => !module.startsWith(`${room}/`) && !module.startsWith('node:'))
      .map((module) => ({ file, module })),
  );

  it('imports of ours only what the design allows', () => {
    const strangers = outside.filter(({ module }) => isOurs(module) && !ours.some((allowed) => module.startsWith(allowed)));
    expect(files).not.toEqual([]);
    expect(strangers).toEqual([]);
  });

  it('imports only its own packages', () => {
    expect(outside.filter(({ module }) => !isOurs(module) && !packages.includes(packageOf(module)))).toEqual([]);
  });
});

describe('the house', () => {
  it('has only these rooms, and the files that put them together', () => {
    expect(sources.filter((file) => !roomOf(file))).toEqual(expect.arrayContaining(composers));
    expect(sources.filter((file) => !roomOf(file) && !composers.includes(file))).toEqual([]);
  });

  it('loads nothing for the gateway on its own but the gateway and the grammar of filters: no directory, no database, no graph', () => {
    const loaded = reachedFrom('src/gateway.ts');
    const own = (module: string) => composers.includes(module) || ['src/scim-gateway', 'src/filter'].includes(roomOf(module) ?? '');
    expect(loaded.filter((module) => isOurs(module) && !own(module))).toEqual([]);
    expect([...new Set(loaded.filter((module) => !isOurs(module) && !module.startsWith('node:')).map(packageOf))].sort()).toEqual([
      'express',
      'graphql',
      'pino',
      'rate-limiter-flexible',
      'zod',
    ]);
  });

  it('has no two rooms that import each other, however far around', () => {
    const neighbours = (room: string) =>
      product.filter((file) => roomOf(file) === room).flatMap((file) => importsOf(file).flatMap((module) => roomOf(module) ?? []));
    expect(circleAmong(Object.keys(rooms), (room) => neighbours(room).filter((other) => other !== room))).toBeUndefined();
  });

  it('has no files that need each other to be loaded', () => {
    expect(circleAmong(product, valueImportsOf)).toBeUndefined();
  });

  it('takes nothing from the tests', () => {
    expect(product.filter((file) => importsOf(file).some((module) => module.startsWith('test/')))).toEqual([]);
  });

  it('names every file, re-exports none, and exports nothing without a name', () => {
    expect(product.filter((file) => file.endsWith('/index.ts'))).toEqual([]);
    expect(product.filter((file) => /^export default\b/m.test(text(file)))).toEqual([]);
    expect(product.filter((file) => /^export\b[^'";=]*\bfrom\s*['"]/m.test(text(file)))).toEqual([]);
  });
});

/** Every module that is loaded with a file, itself included. */
function reachedFrom(file: string): string[] {
  const reached = new Set([file]);
  for (const module of reached) if (isOurs(module)) for (const next of valueImportsOf(module)) reached.add(next);
  return [...reached];
}

/** The first circle along the imports, as the places on it. */
function circleAmong(places: readonly string[], next: (place: string) => readonly string[]): string[] | undefined {
  const done = new Set<string>();
  const walk = (place: string, path: string[]): string[] | undefined => {
    if (path.includes(place)) return [...path.slice(path.indexOf(place)), place];
    if (done.has(place) || !places.includes(place)) return undefined;
    const circle = firstOf(next(place), (other) => walk(other, [...path, place]));
    done.add(place);
    return circle;
  };
  return firstOf(places, (place) => walk(place, []));
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
