import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import { DateTimeISOResolver, DurationResolver, JSONObjectResolver, JSONResolver } from 'graphql-scalars';
import type PrismaTypes from '#generated/pothos/types.ts';
import { getDatamodel } from '#generated/pothos/types.ts';
import type { Context } from './context.ts';
import { costs } from './costs.ts';

const dmmf = getDatamodel();

/** Everything in graph/ adds to this one schema; schema.ts gathers it and printSchema.ts prints it. */
export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Duration: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    JSONObject: { Input: Record<string, unknown>; Output: unknown };
  };
}>({
  plugins: [ComplexityPlugin, PrismaPlugin],
  complexity: costs,
  defaultFieldNullability: false,
  prisma: { client: ({ session }) => session.db, dmmf, exposeDescriptions: true },
});

builder.addScalarType('DateTime', DateTimeISOResolver, { description: 'An instant, as in 2026-11-22T08:15:00.000Z (RFC 3339).' });
builder.addScalarType('Duration', DurationResolver, { description: 'A span of time, as in P30D or PT12H (ISO 8601).' });
builder.addScalarType('JSON', JSONResolver, { description: 'Any JSON value (RFC 8259).' });
builder.addScalarType('JSONObject', JSONObjectResolver, { description: 'A JSON object (RFC 8259).' });

builder.queryType({ description: 'Questions. Each asks only within the connections that the credential reaches.' });
builder.mutationType({
  description: 'Changes. Each is whole or refused with an ErrorCode; several in one document are not one transaction.',
});

/** What schema.prisma says of a column: the words of the schema are said once. */
export function documentation(model: string, column: string): string {
  const words = dmmf.datamodel.models[model]?.fields.find(({ name }) => name === column)?.documentation;
  if (!words) throw new Error(`schema.prisma does not describe ${model}.${column}`);
  return words;
}
