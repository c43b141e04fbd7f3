import { type builder, documentation } from '../builder.ts';

/** What may be said of a device, the same when registering and when changing one. */
export const deviceFields = (t: PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => {
  const text = (column: string) => t.string({ description: documentation('Device', column) });
  const boolean = (column: string) => t.boolean({ description: documentation('Device', column) });
  const instant = (column: string) => t.field({ type: 'DateTime', description: documentation('Device', column) });
  return {
    serialNumber: text('serialNumber'),
    udid: text('udid'),
    name: text('name'),
    platform: text('platform'),
    osVersion: text('osVersion'),
    osBuild: text('osBuild'),
    model: text('model'),
    manufacturer: text('manufacturer'),
    chip: text('chip'),
    supervised: boolean('supervised'),
    enrollmentType: text('enrollmentType'),
    enrolledAt: instant('enrolledAt'),
    lastCheckInAt: instant('lastCheckInAt'),
    ownership: text('ownership'),
    encrypted: boolean('encrypted'),
    assetTag: text('assetTag'),
    reportedAccount: text('reportedAccount'),
    tags: t.stringList({ description: documentation('Device', 'tags') }),
    facts: t.field({
      type: 'JSONObject',
      description: 'What its agents report, by the keys of fact definitions: an absent fact stays, a null one goes; null clears them all.',
    }),
  };
};
