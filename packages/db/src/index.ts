// The database room: the pool, the tenant transaction, the shapes of the tables.
export { connect, type Database, type OwnConnection } from './client.ts';
export {
  createHints,
  type Hint,
  type HintListener,
  type Hints,
  listenHints,
  listenSessions,
  parseHint,
} from './hints.ts';
export { type LinkPassParts, type PassParts, packLinkPass, packPass } from './pass.ts';
export {
  type Door,
  type Entered,
  enter,
  enterSystem,
  holdSession,
  type Refusal,
  refusalOf,
  type SessionRefusal,
  type Transaction,
} from './rls.ts';
