import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { refused } from '#test/support/graph.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

let app: App;
let okta: ConnectionOfStory;
let device: string;
let made = 0;
beforeAll(async () => {
  app = await startApp();
  okta = await app.story.connection();
  await app.story.facts({ diskFreeGb: 'NUMBER', jailbroken: 'BOOLEAN', apps: 'LIST', agentVersion: 'VERSION', note: 'STRING' });
});
afterAll(() => app.close());
beforeEach(async () => {
  made += 1;
  device = (await app.story.device(`C${made}`, { connectionId: okta.id, udid: `U${made}`, facts: { diskFreeGb: 10, note: 'new' } })).id;
});

const report = async (facts: unknown, more: object = {}) =>
  (
    await app.ask('mutation ($input: ReportFactsInput!) { reportFacts(input: $input) { device { id version facts lastCheckInAt } } }', {
      input: { device: { id: device }, facts, ...more },
    })
  ).reportFacts.device;

const read = async () => (await app.ask('query ($by: DeviceBy!) { device(by: $by) { version facts } }', { by: { id: device } })).device;

describe('reportFacts', () => {
  it('merges: a fact comes, another changes, null and empty go, all others stay', async () => {
    expect(await report({ diskFreeGb: 9.5, apps: ['Slack'] })).toMatchObject({
      version: 2,
      facts: { diskFreeGb: 9.5, note: 'new', apps: ['Slack'] },
    });
    expect(await report({ diskFreeGb: null, note: '', jailbroken: null })).toMatchObject({ version: 3, facts: { apps: ['Slack'] } });
  });

  it('leaves the version when nothing changes', async () => {
    expect(await report({ diskFreeGb: 10, jailbroken: null })).toMatchObject({ version: 1 });
    expect(await report({})).toMatchObject({ version: 1 });
  });

  it('notes when the device was heard of, and keeps that without being told', async () => {
    const lastCheckInAt = '2026-11-22T08:15:00.000Z';
    expect(await report({}, { lastCheckInAt })).toMatchObject({ version: 2, lastCheckInAt });
    expect(await report({ diskFreeGb: 1 })).toMatchObject({ version: 3, lastCheckInAt });
    expect(await report({}, { lastCheckInAt: null })).toMatchObject({ version: 4, lastCheckInAt: null });
  });

  it('finds the device by its serial number or UDID', async () => {
    const connectionId = okta.id;
    for (const by of [{ serialNumber: { connectionId, serialNumber: `c${made}` } }, { udid: { connectionId, udid: `u${made}` } }])
      expect(await report({ note: JSON.stringify(by) }, { device: by })).toMatchObject({ id: device, facts: { note: JSON.stringify(by) } });
  });

  it('refuses a device that is not there, in the words by which it was named', async () => {
    const connectionId = okta.id;
    for (const [by, words] of [
      [{ id: connectionId }, `no Device with the id "${connectionId}"`],
      [{ serialNumber: { connectionId, serialNumber: 'C0' } }, 'no Device with this serialNumber'],
      [{ udid: { connectionId, udid: 'U0' } }, 'no Device with this udid'],
    ] as const)
      await expect(report({}, { device: by })).rejects.toMatchObject({ ...refused('NOT_FOUND'), message: expect.stringContaining(words) });
  });

  it('refuses a version that has moved on', async () => {
    await report({ diskFreeGb: 1 }, { expectedVersion: 1 });
    await expect(report({ diskFreeGb: 2 }, { expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await read()).toMatchObject({ version: 2, facts: { diskFreeGb: 1 } });
  });

  it.each([
    ['an undeclared fact', { disk: 1 }, /there is no fact "disk"/],
    ['a fact that is nearly declared', { jailbrokn: true }, /Did you mean "jailbroken"\?/],
    ['a fact in two spellings', { jailbroken: true, JailBroken: false }, /is there twice/],
    ['the name of a method', { toString: 'x' }, /there is no fact "toString"/],
    ['a text for a number', { diskFreeGb: '9' }, /^facts\.diskFreeGb: must be a finite number, as its fact definition says\.$/],
    ['a number for a boolean', { jailbroken: 1 }, /^facts\.jailbroken: must be true or false/],
    ['a text for a list', { apps: 'Slack' }, /^facts\.apps: must be a list of texts/],
    ['a list within a list', { apps: [['Slack']] }, /^facts\.apps: must be a list of texts/],
    ['what is no version', { agentVersion: 'v14' }, /^facts\.agentVersion: must be a version/],
    ['a list for a text', { note: ['x'] }, /^facts\.note: must be a text/],
    ['a text that is too long', { note: 'x'.repeat(8193) }, /^facts\.note: must be at most 8192 characters\.$/],
    ['a NUL', { apps: ['\0'] }, /^facts\.apps\.0: must not contain NUL/],
  ])('refuses %s, and keeps nothing of the report', async (_, wrong, words) => {
    const asked = report({ diskFreeGb: 1, ...wrong }, { lastCheckInAt: '2026-11-22T08:15:00Z' });
    await expect(asked).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringMatching(words) });
    expect(await read()).toEqual({ version: 1, facts: { diskFreeGb: 10, note: 'new' } });
  });

  it('takes a key in any case, and a version with blanks around it and words behind it', async () => {
    const { facts } = await report({ DISKFREEGB: 3, agentVersion: ' 22.04.3 LTS ' });
    expect(facts).toEqual({ diskFreeGb: 3, note: 'new', agentVersion: '22.04.3 LTS' });
  });

  it('takes a fact as soon as it is declared', async () => {
    await expect(report({ declaredLate: 1 })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await app.story.facts({ declaredLate: 'NUMBER' });
    expect(await report({ declaredLate: 1 })).toMatchObject({ facts: { declaredLate: 1 } });
  });
});

describe('updateDevice', () => {
  const update = async (facts: unknown) =>
    (
      await app.ask('mutation ($input: UpdateDeviceInput!) { updateDevice(input: $input) { device { version facts } } }', {
        input: { id: device, facts },
      })
    ).updateDevice.device;

  it('merges facts as a report does, and clears them all with null', async () => {
    expect(await update({ note: null, apps: [] })).toEqual({ version: 2, facts: { diskFreeGb: 10, apps: [] } });
    expect(await update(null)).toEqual({ version: 3, facts: {} });
    await expect(update({ disk: 1 })).rejects.toMatchObject(refused('INVALID_INPUT'));
  });
});
