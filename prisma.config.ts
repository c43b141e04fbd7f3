import { defineConfig } from 'prisma/config';

// Generating needs no schema engine, but Prisma would download one: any path that exists keeps it offline.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
