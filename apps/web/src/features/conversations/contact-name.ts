import { formatPhone } from '@recado/i18n';

/** What to call a contact: the name people gave it, else its own, else its number. */
export function contactName(contact: { name: string; profileName: string | null; number: string | null }): string {
  return contact.name || contact.profileName || (contact.number ? formatPhone(contact.number) : 'WhatsApp');
}
