import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { faults } from '#scim-gateway/http/faults.ts';

const errorCode = buildSchema(readFileSync('schema.graphql', 'utf8')).getType('ErrorCode') as GraphQLEnumType;

describe('faults', () => {
  it('answers every code of the schema, and no other', () => {
    expect(Object.keys(faults).sort()).toEqual(
      errorCode
        .getValues()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(Object.entries(faults))('answers %s with an error status', (_code, { status }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });
});
