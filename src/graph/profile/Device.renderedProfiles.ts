import { definitionsOf } from '#directory/definitions.ts';
import { byPolicy } from '#directory/orders.ts';
import { readOwnPages } from '#directory/ownPages.ts';
import type { Page } from '#directory/pages.ts';
import { appliedPolicies } from '#directory/policies/appliedPolicies.ts';
import { renderProfiles } from '#directory/profiles/renderProfiles.ts';
import type { Session } from '#directory/session.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { costOfRenderings } from '../costs.ts';
import { Device } from '../device/Device.ts';
import { profileTemplatesOnDevices } from '../lists.ts';
import { connectionOf, pageArguments, pageBy } from '../paging.ts';
import { RenderedProfile, type RenderedRow, type TemplateOnDevice } from './RenderedProfile.ts';

const RenderedProfileConnection = connectionOf('RenderedProfile', 'rendered profiles', RenderedProfile);

builder.prismaObjectField(Device, 'renderedProfiles', (t) =>
  t.field({
    type: RenderedProfileConnection,
    description:
      'The profiles of the policies that are for the device, with the values that their variables have at this moment: by the priority of the policies, then by their names, then by the names of the profiles.',
    args: pageArguments(),
    complexity: costOfRenderings,
    resolve: ({ id }, page, context, info) =>
      pageBy(context, info, id, async (ids, count) => {
        const { session } = context;
        const applied = await appliedPolicies(session, 'Device', ids);
        const parents = ids.map((one) => ({ id: one, where: Prisma.sql`"row"."policyId" = ANY(${applied.get(one) ?? []}::uuid[])` }));
        const ask = { ...page, where: Prisma.sql`"row".enabled`, orders: byPolicy, count };
        return rendered(session, ids, await readOwnPages<TemplateOnDevice>(session, profileTemplatesOnDevices, ask, parents));
      }),
  }),
);

/** The pages of the devices, in their order, with what is rendered of them all together. */
async function rendered(session: Session, ids: readonly string[], pages: readonly Page<TemplateOnDevice>[]): Promise<Page<RenderedRow>[]> {
  const asked = pages.flatMap(({ nodes }, at) => nodes.map((template) => ({ deviceId: ids[at] ?? '', template })));
  const renderings = asked.length ? (await renderProfiles(session.db, asked, await definitionsOf(session))).values() : [].values();
  return pages.map((page) => ({ ...page, nodes: page.nodes.flatMap((row) => ({ ...row, rendering: next(renderings) })) }));
}

function next<Value>(values: Iterator<Value>): Value {
  const { value, done } = values.next();
  if (done) throw new Error('a profile was not rendered');
  return value;
}
