// The server door of tags.
export { createTag } from './create-tag.ts';
export { deleteTag } from './delete-tag.ts';
export { listTags } from './list-tags.ts';
export { recolourTag } from './recolour-tag.ts';
export { renameTag } from './rename-tag.ts';
