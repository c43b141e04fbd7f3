import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrangement, arrangements } from '#test/support/arrangements.ts';
import { type ScimAnswer, type ScimClient, scimClient, userSchema } from '#test/support/scim.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

const text = expect.stringMatching(/\S/);
const number = expect.any(Number);
const list = (more: object) => ({ status: 200, body: { schemas: [listSchema], ...more } });
const error = (status: number) => ({ status, body: { schemas: [errorSchema], status: `${status}`, detail: text } });

/** As Okta's file has them. */
const headers = {
  accept: 'application/scim+json',
  'accept-charset': 'utf-8',
  'content-type': 'application/scim+json; charset=utf-8',
  'user-agent': 'OKTA SCIM Integration',
};
const plain = { accept: 'application/scim+json; charset=utf-8', 'content-type': 'application/json' };

const runscope = (userName: string, email: string) => ({
  schemas: [userSchema],
  userName,
  name: { givenName: 'Runscope7', familyName: 'Ruth' },
  emails: [{ primary: true, value: email, type: 'work' }],
  displayName: 'Runscope7 Ruth',
  active: true,
});

describe.each(arrangements)('the gateway %s', (_, arrange) => {
  let arrangement: Arrangement;
  beforeAll(async () => {
    arrangement = await arrange();
  }, 120_000);
  afterAll(() => arrangement.close());

  describe('the SPEC test of Okta (Okta-SCIM-20-SPEC-Test.json), step by step', () => {
    let connection: ConnectionOfStory;
    let scim: ScimClient;
    let known: string;
    let made: string;
    beforeAll(async () => {
      connection = await arrangement.connection('OKTA');
      scim = connection.scim;
      // It wants one person to be there.
      known = (await scim.post('/Users', runscope('first@atko.com', 'first@atko.com'), plain)).body.id;
    });

    const get = (path: string): Promise<ScimAnswer> => scim.get(path, headers);
    const byName = (userName: string) => get(`/Users?filter=userName eq "${userName}"`);
    const person = { id: text, name: { familyName: text, givenName: text }, userName: text, active: true, emails: [{ value: text }] };

    it('pages through /Users, with numbers as numbers', async () => {
      const page = { itemsPerPage: number, startIndex: number, totalResults: number, Resources: [person] };
      expect(await get('/Users?count=1&startIndex=1')).toMatchObject(list(page));
    });

    it('reads a person by id', async () => {
      expect(await get(`/Users/${known}`)).toMatchObject({ status: 200, body: { ...person, id: known } });
    });

    it.each(['abcdefgh@atko.com', 'Runscope7Ruth@atko.com'])('finds nobody called %s', async (userName) => {
      expect(await byName(userName)).toMatchObject(list({ totalResults: 0 }));
    });

    it.each(['010101001010101011001010101011', '00919288221112222'])('has no person with the id %s', async (id) => {
      expect(await get(`/Users/${id}`)).toMatchObject(error(404));
    });

    it('makes a person out of application/json', async () => {
      const body = runscope('Runscope7Ruth@atko.com', 'runscope7ruth@atko.com');
      const answer = await scim.post('/Users', body, plain);
      expect(answer).toMatchObject({ status: 201, body: { ...body, id: text } });
      made = answer.body.id;
    });

    it('has the person that was made', async () => {
      const { userName, name } = runscope('Runscope7Ruth@atko.com', '');
      expect(await get(`/Users/${made}`)).toMatchObject({ status: 200, body: { userName, name } });
    });

    it('refuses to make the same person again', async () => {
      const answer = await scim.post('/Users', runscope('Runscope7Ruth@atko.com', 'Runscope7Ruth@atko.com'), plain);
      expect(answer).toMatchObject(error(409));
      expect(answer.body.scimType).toBe('uniqueness');
    });

    it('finds the person in capital letters', async () => {
      expect(await byName('RUNSCOPE7RUTH@ATKO.COM')).toMatchObject(list({ totalResults: 1, Resources: [{ id: made }] }));
    });

    it('lists groups', async () => {
      expect(await get('/Groups')).toMatchObject(list({ totalResults: 0 }));
    });

    it('refuses an unknown credential', async () => {
      const answer = await scimClient(connection.scimUrl, 'unknown').get('/Users?filter=userName eq "RUNSCOPE7RUTH@ATKO.COM"', headers);
      expect(answer).toMatchObject(error(401));
    });
  });

  describe('the CRUD test of Okta, as the server is asked in it', () => {
    /** Changes a person as this kind of application does: the whole of it, or a part. */
    type Change = (scim: ScimClient, id: string, part: object) => Promise<ScimAnswer>;
    const byPut: Change = async (scim, id, part) => scim.put(`/Users/${id}`, { ...(await scim.get(`/Users/${id}`)).body, ...part });
    const byPatch: Change = (scim, id, part) => scim.patch(`/Users/${id}`, [{ op: 'replace', value: part }]);

    it.each([
      ['made with the wizard, which put', byPut],
      ['of the catalogue, which patch', byPatch],
    ])('provisions, renames, deactivates and reactivates one and the same person for applications %s', async (_kind, change) => {
      const { scim } = await arrangement.connection('OKTA');
      const { id } = (await scim.post('/Users', runscope('crud@atko.com', 'crud@atko.com'))).body;
      const found = async () => (await scim.get('/Users?filter=userName eq "crud@atko.com"&startIndex=1&count=100')).body;
      const states: object[] = [
        { name: { givenName: 'Runscope8', familyName: 'Ruth' } },
        { active: false },
        { active: true },
        { active: true, displayName: 'Again' },
        { active: false },
      ];
      for (const state of states) {
        expect((await change(scim, id, state)).status).toBe(200);
        expect(await found()).toMatchObject({ totalResults: 1, Resources: [{ id, ...state }] });
      }
    });
  });
});
