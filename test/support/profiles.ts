import type { App } from './app.ts';
import type { Variables } from './graph.ts';

/** What tests of profiles ask of the graph. */
export function profilesOf({ ask, story }: App) {
  const mutate = async (name: string, input: object, selection = '__typename', token?: string) =>
    (
      await ask(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`,
        { input },
        token,
      )
    )[name];

  const policy = async ({ name = 'All', ...input }: Variables): Promise<string> => (await story.policy(String(name), input)).id;

  const templateFields = 'id name format body onAbsent variables { name onAbsent default separator } variableNames version policy { id }';

  const template = async (policyId: string, body: string, more: Variables = {}, token?: string) =>
    (
      await mutate(
        'createProfileTemplate',
        { policyId, name: 'Profile', format: 'PLAIN', body, ...more },
        `profileTemplate { ${templateFields} }`,
        token,
      )
    ).profileTemplate;

  const changedTemplate = async (id: string, change: Variables, token?: string) =>
    (await mutate('updateProfileTemplate', { id, ...change }, `profileTemplate { ${templateFields} }`, token)).profileTemplate;

  const renderedFields = 'template { id name } policy { name } body digest failure { variable reason } installedDigest stale';

  /** What is rendered for a device. */
  const rendered = async (id: string, selection = renderedFields, token?: string) => {
    const document = `query ($id: ID!) { device(by: { id: $id }) { renderedProfiles { nodes { ${selection} } } } }`;
    return (await ask(document, { id }, token)).device.renderedProfiles.nodes;
  };

  /** Has everything that is rendered for a device installed on it. */
  const install = async (deviceId: string) => {
    const profiles = (await rendered(deviceId, 'template { id } digest')).map(
      ({ template: { id }, digest }: { template: { id: string }; digest: string }) => ({ templateId: id, digest }),
    );
    await mutate('confirmProfiles', { deviceId, profiles });
  };

  return { mutate, policy, template, changedTemplate, rendered, install };
}
