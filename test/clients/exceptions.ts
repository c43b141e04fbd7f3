/** A check of scim2-tester that fails, and why the gateway is right all the same. */
export interface Exception {
  resourceType: string;
  /** Every check of the resource type, unless one is named. */
  check?: string;
  /** The attribute that the check is about. */
  about?: string;
  reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    resourceType: 'Device',
    reason:
      'scim2-tester creates a resource of every type in /ResourceTypes before it checks anything of it. Devices are only read over SCIM: other methods are answered with 405 (RFC 7644 §3.12), and RFC 7643 §6 has no word for it in a resource type.',
  },
  {
    resourceType: 'User',
    check: 'check_remove_attribute',
    about: 'active',
    reason:
      'Everybody is active or is not, so that this cannot become unassigned: it is refused with mutability, as what is required is (RFC 7644 §3.5.2.2). What active means is the service provider’s to say (RFC 7643 §4.1.1); without it, a new person is active.',
  },
];
