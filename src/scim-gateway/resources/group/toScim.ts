import type { ScimGroupFragment } from '../../documents/generated.ts';
import type { MemberKind } from '../../documents/generatedEnums.ts';
import type { JsonObject } from '../../protocol/document.ts';
import { groupResource, userResource } from '../../protocol/resourceTypes.ts';
import type { ResourceType } from '../../protocol/schema.ts';
import { schemasOf } from '../../protocol/schemasOf.ts';
import { assigned } from '../toJson.ts';
import { toMeta, type Versioned } from '../toMeta.ts';

/** The group as SCIM represents it (RFC 7643 §4.2), unassigned attributes left out. */
export function toScim(group: ScimGroupFragment, baseUrl: string): Versioned {
  const attributes = assigned({
    id: group.id,
    externalId: group.externalId,
    displayName: group.displayName,
    members: toMembers(group.memberReferences ?? [], baseUrl),
    ...group.extensions,
  });
  return { schemas: schemasOf(groupResource, attributes), ...attributes, meta: toMeta(groupResource, group, baseUrl, derivedOf(group)) };
}

/** The names of members are theirs. */
const derivedOf = ({ memberReferences = [] }: ScimGroupFragment) => (memberReferences.length > 0 ? memberReferences : undefined);

type MemberReferences = NonNullable<ScimGroupFragment['memberReferences']>;

const memberTypes: Record<MemberKind, ResourceType> = { USER: userResource, GROUP: groupResource };

export const toMembers = (references: MemberReferences, baseUrl: string): JsonObject[] =>
  references.map(({ id, displayName, kind }) => ({
    value: id,
    display: displayName,
    type: memberTypes[kind].id,
    $ref: `${baseUrl}${memberTypes[kind].endpoint}/${id}`,
  }));
