import type { ScimUserFragment } from '../../documents/generated.ts';
import type { JsonObject } from '../../protocol/document.ts';
import { enterpriseUserSchema } from '../../protocol/enterpriseUserSchema.ts';
import { userResource } from '../../protocol/resourceTypes.ts';
import { schemasOf } from '../../protocol/schemasOf.ts';
import { each } from '../each.ts';
import { assigned } from '../toJson.ts';
import { toMeta, type Versioned } from '../toMeta.ts';
import { enterpriseAttributes, multiValues, plainAttributes } from './attributes.ts';

/** The user as SCIM represents it (RFC 7643 §4.1 and §4.3), unassigned attributes left out. */
export function toScim(user: ScimUserFragment, baseUrl: string): Versioned {
  const attributes = assigned({
    id: user.id,
    userName: user.userName,
    ...each(plainAttributes, (name) => user[name]),
    name: assigned(user.name ?? {}),
    active: user.active,
    ...each(multiValues, (name) => user[name].map(assigned)),
    addresses: user.addresses.map(assigned),
    groups: user.groupReferences?.map(({ id, displayName }) => ({
      value: id,
      display: displayName,
      type: 'direct',
      $ref: `${baseUrl}/Groups/${id}`,
    })),
    [enterpriseUserSchema.id]: toEnterprise(user, baseUrl),
    ...user.extensions,
  });
  return { schemas: schemasOf(userResource, attributes), ...attributes, meta: toMeta(userResource, user, baseUrl, derivedOf(user)) };
}

/** The names of groups and of the manager are theirs, and so is who has the externalId that names the manager. */
const derivedOf = ({ groupReferences = [], manager = null }: ScimUserFragment) =>
  groupReferences.length > 0 || manager ? { groupReferences, manager } : undefined;

const toEnterprise = (user: ScimUserFragment, baseUrl: string): JsonObject =>
  assigned({
    ...each(enterpriseAttributes, (name) => user[name]),
    manager: user.managerReference === null ? null : toManager(user.managerReference, user.manager, baseUrl),
  });

/** The reference as it was sent; who it is, as far as that is known. */
const toManager = (value: string, manager: ScimUserFragment['manager'], baseUrl: string): JsonObject =>
  assigned({ value, $ref: manager && `${baseUrl}/Users/${manager.id}`, displayName: manager?.displayName });
