import type { Prisma } from '#generated/prisma/client.ts';
import { type Causes, wholly } from '../keeper/causes.ts';
import { readGroupsBelow, readPeopleIn } from '../keeper/groupLinks.ts';
import { touchesOfGroups } from '../keeper/groupTouches.ts';
import { endsOf, linksOf } from '../keeper/links.ts';
import type { PendingChange } from '../keeper/pending.ts';
import { type Places, placesOf } from '../keeper/places.ts';
import { policiesThatName, type Touch, touchesOf } from '../keeper/touches.ts';
import { trace } from '../keeper/trace.ts';
import type { KnownTemplates } from './knownTemplates.ts';
import { readsOfVariables } from './readsOfVariables.ts';
import { isDeclaredName } from './variables.ts';

type Db = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** What may be stale: templates wherever they are installed, and templates on devices. */
export interface TouchedProfiles {
  readonly templateIds: readonly string[];
  readonly pairs: readonly { deviceId: string; templateId: string }[];
}

/** What of a template does not decide how it is rendered. */
const inert: readonly string[] = ['name', 'variableNames'];

/** What of a policy decides whether what is installed stays, be its device in it or not. */
const disabling: readonly string[] = ['enabled', 'onDisable'];

const changesMore = ({ attributes }: PendingChange, than: readonly string[]) => attributes.some((name) => !than.includes(name));

/** The templates that a change concerns wherever they are installed; of a policy, those that it has, since those that it had are told of one by one. */
function concernedBy(change: PendingChange, { all }: KnownTemplates): string[] {
  const those = (isConcerned: (template: KnownTemplates['all'][number]) => boolean) => all.filter(isConcerned).map(({ id }) => id);
  const { resourceType, resourceId, operation, attributes } = change;
  if (resourceType === 'ProfileTemplate') return operation === 'DELETED' || changesMore(change, inert) ? [resourceId] : [];
  if (resourceType === 'Policy')
    return attributes.some((name) => disabling.includes(name)) ? those(({ policyId }) => policyId === resourceId) : [];
  const isDefinition = resourceType === 'AttributeDefinition' || resourceType === 'FactDefinition';
  return isDefinition && operation !== 'UPDATED' ? those(({ variableNames }) => variableNames.some(isDeclaredName)) : [];
}

/** The places at which templates look, as if they were policies; of groups, at those that the changes are of. */
function placesOfTemplates({ all, definitions }: KnownTemplates, changes: readonly PendingChange[]): Places {
  const groups = changes.filter(({ resourceType }) => resourceType === 'Group').map(({ resourceId }) => resourceId);
  return placesOf(
    all.map(({ id, variableNames }) => ({
      id,
      User: readsOfVariables([], definitions, []),
      Device: readsOfVariables(variableNames, definitions, groups),
    })),
  );
}

/** The people of groups that are called otherwise now, those of the groups in them too. */
async function touchesOfNames(db: Db, changes: readonly PendingChange[], places: Places): Promise<Touch[]> {
  const renamed = changes.filter(
    ({ resourceType, operation, attributes }) => resourceType === 'Group' && operation === 'UPDATED' && attributes.includes('displayName'),
  );
  if (renamed.length === 0 || places.every(({ groups }) => groups.size === 0)) return [];
  const links = await readGroupsBelow(
    db,
    renamed.map(({ resourceId }) => resourceId),
  );
  const below = endsOf(links);
  const people = endsOf(await readPeopleIn(db, [...new Set(links.map(({ to }) => to))]));
  return renamed.map(({ id, resourceId }) => ({
    ids: [...new Set(below(resourceId).flatMap((group) => people(group)))],
    changeId: id,
    policiesAt: (place) => policiesThatName(place, [resourceId]),
  }));
}

/** What the changes may make stale, found as those are whom they may bring into policies: from where the variables look back to the devices. */
export async function touchedProfiles(db: Db, changes: readonly PendingChange[], known: KnownTemplates): Promise<TouchedProfiles> {
  const whole: Causes = new Map();
  for (const change of changes) wholly(whole, concernedBy(change, known), change.id);
  const places = placesOfTemplates(known, changes);
  const touches = [
    ...changes.flatMap(touchesOf),
    ...(await touchesOfGroups(db, changes, places, whole)),
    ...(await touchesOfNames(db, changes, places)),
  ];
  const { Device } = await trace(touches, places, linksOf(db, changes), whole);
  const pairs = [...Device].flatMap(([deviceId, causes]) => [...causes.keys()].map((templateId) => ({ deviceId, templateId })));
  return { templateIds: [...whole.keys()], pairs: pairs.filter(({ templateId }) => !whole.has(templateId)) };
}
