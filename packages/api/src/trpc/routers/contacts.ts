import {
  addPhone,
  changeContacts,
  countContacts,
  createContact,
  deleteField,
  getContact,
  listConsents,
  listContacts,
  listFields,
  removePhone,
  saveField,
  searchContacts,
  setConsent,
  updateContact,
} from '@recado/core/contacts';
import { reading, router, writing } from '../procedures.ts';

/** The people that a company talks to. */
export const contactsRouter = router({
  list: reading(listContacts),
  count: reading(countContacts),
  search: reading(searchContacts),
  get: reading(getContact),
  create: writing(createContact),
  update: writing(updateContact),
  change: writing(changeContacts),
  addPhone: writing(addPhone),
  removePhone: writing(removePhone),
  consents: reading(listConsents),
  setConsent: writing(setConsent),
  fields: reading(listFields),
  saveField: writing(saveField),
  deleteField: writing(deleteField),
});
