import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/** The package is made for bundlers, which would do this: give the WebAssembly its code, and the code its WebAssembly. */
async function load(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const code = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

let loaded: Promise<void> | undefined;

/** Tables and enums that Prisma should take no notice of: none. */
export const everything = { externalTables: [], externalEnums: [] };

/** Prisma's schema engine over a database in this process: a tool of development. */
export async function schemaEngine(pglite: PGlite, schema: string): Promise<engine.SchemaEngine> {
  loaded ??= load();
  await loaded;
  // The official adapter cannot read the catalog's type "char".
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite));
  return engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}
