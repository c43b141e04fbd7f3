import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, rotateApiKey } from '#directory/apiKeys.ts';
import { authenticate, ensureAdminKey } from '#directory/credentials.ts';
import { hashSecret, isMistyped, isWebToken, newSecret } from '#directory/secrets.ts';
import { readConfig } from '#src/config.ts';
import { countStatements, freshDatabase, type TestDatabase } from '#test/support/database.ts';

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

  it('is rotated where it is preset, and its start ends no other key of its name', async () => {
    const db = database.db;
    await ensureAdminKey(db, preset('rotated'));
    const session = await authenticate(db, preset('rotated'));
    await expect(rotateApiKey(session, session.credentialId)).rejects.toThrow(/MUSTER_ADMIN_KEY\. Change the variable/);
    const { apiKey } = await createApiKey(session, { name: 'MUSTER_ADMIN_KEY', role: 'ADMIN' });
    await ensureAdminKey(db, preset('another'));
    expect((await db.credential.findUniqueOrThrow({ where: { id: apiKey.id } })).revokedAt).toBeNull();
    expect(await liveKeys()).toEqual([hashOf('another')]);
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

  /** The secret with the character at this place typed wrongly. */
  const typo = (secret: string, place: number) => `${secret.slice(0, place)}${secret[place] === 'x' ? 'y' : 'x'}${secret.slice(place + 1)}`;

  it('is told from one with a typing error by its checksum', () => {
    const secret = newSecret('key');
    expect(isMistyped(secret)).toBe(false);
    for (let place = 'muster_key_'.length; place < secret.length; place += 1) expect(isMistyped(typo(secret, place))).toBe(true);
  });

  it.each(['muster_key_short', preset('preset'), '', 'muster_other_'.padEnd(62, 'a')])(
    'has no checksum where it is not ours: "%s"',
    (other) => {
      expect(isMistyped(other)).toBe(false);
    },
  );

  it('is refused for a typing error without a question to the database, and told why', async () => {
    const secret = newSecret('admin');
    const asked = await countStatements(database, async () => {
      const refusal = expect.objectContaining({ code: 'UNAUTHENTICATED', message: expect.stringContaining('typing error') });
      await expect(authenticate(database.db, typo(secret, 30))).rejects.toEqual(refusal);
    });
    expect(asked).toBe(0);
    expect(() => readConfig({ MUSTER_ADMIN_KEY: typo(secret, 30) })).toThrow('MUSTER_ADMIN_KEY has a typing error');
    expect(readConfig({ MUSTER_ADMIN_KEY: secret }).adminKey).toBe(secret);
  });

  it.each([
    [newSecret('admin'), false],
    [preset('preset'), false],
    ['muster.admin.key', false],
    ['eyJhbGciOiJSUzI1NiJ9.e30.AAAA', true],
    ['eyJhbGciOiJub25lIn0.e30.', true],
    ['eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA', false],
  ])('is no JSON Web Token by mistake: %s', (secret, is) => {
    expect(isWebToken(secret)).toBe(is);
  });

  it('cannot be preset in the form of a JSON Web Token, which would be taken for one', () => {
    expect(() => readConfig({ MUSTER_ADMIN_KEY: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.AAAA' })).toThrow(/^MUSTER_ADMIN_KEY must not /);
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
