import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provider, startGateway, type TestGateway } from '../http/startGateway.ts';

let gateway: TestGateway;
let acme: Provider;
beforeAll(async () => {
  gateway = await startGateway();
  acme = (await gateway.connect('Acme')).provider;
});
afterAll(() => gateway.close());

describe('discovery (RFC 7644 §4)', () => {
  it('lists each schema and resource type, and shows each by its id', async () => {
    for (const path of ['/Schemas', '/ResourceTypes']) {
      const { body } = await acme('GET', path);
      expect(body.totalResults).toBe((body.Resources as object[]).length);
      for (const resource of body.Resources as { id: string; meta: { location: string } }[]) {
        expect((await acme('GET', `${path}/${resource.id.toUpperCase()}`)).body).toEqual(resource);
        expect(resource.meta.location).toMatch(new RegExp(`^http.*${path}/${resource.id}$`));
      }
    }
  });

  it('is 404 for a schema that is not there', async () => {
    expect((await acme('GET', '/Schemas/urn:nope')).status).toBe(404);
    expect((await acme('GET', '/ResourceTypes/Device')).status).toBe(404);
  });

  it('refuses a filter, as it SHOULD', async () => {
    expect((await acme('GET', '/Schemas?filter=id+pr')).status).toBe(403);
  });
});
