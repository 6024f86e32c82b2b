// The safe door of the kernel: what browsers and transports may know.
export { AppError, defineErrors, type ErrorKind, type ErrorParams, kernelErrors } from './errors.ts';
export { type DeliveredOf, defineEvents, type EventDefinition, type PayloadOf } from './events.ts';
export { type Permission, permissions, type Role, rolesWith } from './permissions.ts';
