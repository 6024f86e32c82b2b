// The safe door of the kernel: what browsers and transports may know.
export { AppError, defineErrors, type ErrorKind, type ErrorParams, kernelErrors } from './errors.ts';
export { type DeliveredOf, defineEvents, type EventDefinition, type PayloadOf } from './events.ts';
export {
  givable,
  type MemberRole,
  may,
  mayGrant,
  memberRoles,
  type Permission,
  permissions,
  type Role,
  rightsOf,
  rolesWith,
} from './permissions.ts';
