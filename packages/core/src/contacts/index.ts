// The server door of contacts.
export { getContact } from './get-contact.ts';
export { updateContact } from './update-contact.ts';
