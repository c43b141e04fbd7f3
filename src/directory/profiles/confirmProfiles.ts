import { z } from 'zod';
import { Prisma } from '#generated/prisma/client.ts';
import { DirectoryError, invalidInput, notFound, quoted } from '../errors.ts';
import { policiesInReach } from '../policies/policyReach.ts';
import { inReach, isUuid, mayOperate, type Session } from '../session.ts';
import { read } from '../values.ts';

const mostProfiles = 200;

/** What is installed of a template on a device; null is nothing, and must be said. */
const confirmed = z.strictObject({
  templateId: z.string(),
  digest: z
    .string('must be sent: a SHA-256, or null where nothing of the template is installed any more')
    .regex(/^[0-9a-f]{64}$/i, 'must be a SHA-256: 64 hexadecimal digits')
    .toLowerCase()
    .nullable(),
});

const confirmation = z.strictObject({
  profiles: z.array(confirmed).min(1, 'must not be empty').max(mostProfiles, `must have at most ${mostProfiles} elements`),
});

export interface Confirmation {
  readonly deviceId: string;
  readonly profiles: readonly { readonly templateId: string; readonly digest?: string | null | undefined }[];
}

type Confirmed = z.output<typeof confirmed>;

const noTemplate = (place: number, id: string) => {
  const path = `profiles[${place}].templateId`;
  return new DirectoryError(
    'NOT_FOUND',
    `${path}: there is no ProfileTemplate in reach of the device with the id ${quoted(id)}. What was installed of one that is gone can be taken off, and confirmed with the digest null.`,
    path,
  );
};

function refuseOddOnes(profiles: readonly Confirmed[]): void {
  const ids = profiles.map(({ templateId }) => templateId.toLowerCase());
  for (const [place, id] of ids.entries()) {
    if (!isUuid(id)) throw noTemplate(place, id);
    if (ids.indexOf(id) < place) throw invalidInput(`profiles[${place}].templateId: ${id} is there twice. Send it once.`, 'profiles');
  }
}

/** Keeps what the MDM says to be installed on a device, of the templates that it names, or refuses all of it; the rest stays as it is. */
export async function confirmProfiles(session: Session, { deviceId, profiles: sent }: Confirmation): Promise<string> {
  mayOperate(session);
  const { profiles } = read(confirmation, { profiles: sent });
  refuseOddOnes(profiles);
  if (!isUuid(deviceId)) throw notFound('Device', deviceId);
  const places = JSON.stringify(profiles.map(({ templateId, digest }, place) => ({ place, templateId, digest })));
  const [outcome] = await session.db.$queryRaw<{ id: string | null; strangers: number[] }[]>`
    WITH /* planned anew */ sent AS (
        SELECT * FROM jsonb_to_recordset(${places}::jsonb) AS sent(place int, "templateId" uuid, digest text)),
      device AS MATERIALIZED (SELECT id, "connectionId" FROM devices WHERE id = ${deviceId}::uuid AND ${inReach(session)} FOR KEY SHARE),
      stranger AS MATERIALIZED (
        SELECT place FROM sent, device
        WHERE digest IS NOT NULL AND NOT EXISTS (SELECT FROM profile_templates AS template
            WHERE template.id = sent."templateId" AND ${policiesInReach(session, Prisma.sql`template."connectionId"`)}
              AND coalesce(template."connectionId", device."connectionId") = device."connectionId")
          AND NOT EXISTS (SELECT FROM installed_profiles AS known WHERE known."deviceId" = device.id AND known."templateId" = sent."templateId")),
      kept AS (
        INSERT INTO installed_profiles AS known ("deviceId", "templateId", "connectionId", digest)
        SELECT device.id, sent."templateId", device."connectionId", sent.digest FROM sent, device
        WHERE sent.digest IS NOT NULL AND NOT EXISTS (SELECT FROM stranger)
        ORDER BY sent."templateId"
        ON CONFLICT ("deviceId", "templateId") DO UPDATE
        SET digest = excluded.digest, "installedAt" = clock_timestamp(), "staleSince" = NULL, "staleReason" = NULL, suspect = TRUE
        WHERE known.digest <> excluded.digest),
      removed AS (
        DELETE FROM installed_profiles AS known USING sent, device
        WHERE known."deviceId" = device.id AND known."templateId" = sent."templateId" AND sent.digest IS NULL AND NOT EXISTS (SELECT FROM stranger))
    SELECT (SELECT id FROM device) AS id, ARRAY(SELECT place FROM stranger ORDER BY place) AS strangers`;
  if (!outcome?.id) throw notFound('Device', deviceId);
  const [stranger] = outcome.strangers;
  if (stranger !== undefined) throw noTemplate(stranger, profiles[stranger]?.templateId ?? '');
  return outcome.id;
}
