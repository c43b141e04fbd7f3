import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate, ensureAdminKey } from '#directory/credentials.ts';
import { hashSecret, newSecret } from '#directory/secrets.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const preset = (name: string) => `${name}-key-of-32-characters-or-more-for-tests`;

describe('the first admin key', () => {
  it('is made once, however many servers start at once, and told to one of them', async () => {
    const keys = await Promise.all(Array.from({ length: 4 }, () => ensureAdminKey(database.db, undefined)));
    const [key, ...others] = keys.filter((told) => told !== undefined);
    expect(others).toEqual([]);
    expect((await authenticate(database.db, key)).role).toBe('ADMIN');
    expect(await ensureAdminKey(database.db, undefined)).toBeUndefined();
  });
});

describe('a preset admin key', () => {
  const liveKeys = async () => {
    const live = await database.db.credential.findMany({ where: { revokedAt: null, createdBy: 'environment' } });
    return live.map(({ hash }) => Buffer.from(hash).toString('hex'));
  };
  const hashOf = (name: string) => hashSecret(preset(name)).toString('hex');

  it('ends when another or none is preset, and begins again when it is preset again', async () => {
    for (const name of ['first', 'second', 'first']) {
      expect(await ensureAdminKey(database.db, preset(name))).toBeUndefined();
      expect(await liveKeys()).toEqual([hashOf(name)]);
    }
    await ensureAdminKey(database.db, undefined);
    expect(await liveKeys()).toEqual([]);
  });

  it('may be preset by several servers that start at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ensureAdminKey(database.db, preset('shared'))));
    expect(await liveKeys()).toEqual([hashOf('shared')]);
  });
});

describe('a secret', () => {
  it('has a prefix that scanners recognise, and never comes twice', () => {
    const secrets = Array.from({ length: 100 }, () => newSecret('scim'));
    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect(secret).toMatch(/^muster_scim_[0-9A-Za-z]{49}$/);
  });

  it('is noted as used, to the minute', async () => {
    const secret = newSecret('admin');
    const credential = { name: 'used', role: 'READER', createdBy: 'the test', hash: hashSecret(secret) } as const;
    const { id } = await database.db.credential.create({ data: credential });
    const usedAt = async () => (await database.db.credential.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();
    await authenticate(database.db, secret);
    await expect.poll(usedAt).toBeGreaterThan(Date.now() - 5000);
    const first = await usedAt();
    await authenticate(database.db, secret);
    expect(await usedAt()).toBe(first);
  });
});
