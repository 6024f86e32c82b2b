// The safe door of access: who may do what in a workspace. The statement of rights itself is in the kernel, which every verb needs.
export {
  type MemberRole,
  may,
  mayGrant,
  memberRoles,
  type Permission,
  permissions,
  type Role,
  rightsOf,
  rolesWith,
} from '../kernel/contract.ts';

export type MemberRow = { personId: string; name: string; email: string; role: string };
