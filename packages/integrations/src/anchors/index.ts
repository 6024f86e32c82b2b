// Where the audit's heads are kept outside of the database.
export { diskAnchors } from './disk-anchors.ts';
