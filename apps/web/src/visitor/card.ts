// Who a conversation is with, and what is noted of them.
import type { ContactRow } from '@recado/core/contacts/contract';
import { mayWrite } from './desk.ts';
import { button, el, say } from './dom.ts';
import { openDialog } from './frame.ts';
import { read, t, write } from './wire.ts';

export async function openCard(contactId: string, isSaved = () => {}): Promise<void> {
  const contact = await read<ContactRow>('contact', { contactId }).catch(() => null);
  if (!contact) return say(t('failedTitle'));
  const name = el('input', { maxlength: 120, autocomplete: 'off' }) as HTMLInputElement;
  const notes = el('textarea', { rows: 5, maxlength: 4000 }) as HTMLTextAreaElement;
  name.value = contact.name;
  notes.value = contact.notes ?? '';
  const before = { name: name.value.trim(), notes: notes.value.trim() || null };
  name.readOnly = notes.readOnly = !mayWrite();
  const problem = el('p', { class: 'danger', role: 'alert' });
  const save = (event: Event) => {
    event.preventDefault();
    const now = { name: name.value.trim(), notes: notes.value.trim() || null };
    // what was left as it was may have been changed by somebody else meanwhile
    const changed = Object.entries(now).filter(([field, value]) => value !== before[field as keyof typeof now]);
    const saved = () => {
      dialog.close();
      say(t('saved'));
      isSaved();
    };
    if (changed.length === 0) return saved();
    write('updateContact', { contactId, ...Object.fromEntries(changed) }).then(saved, () =>
      problem.replaceChildren(t('failedTitle')),
    );
  };
  const dialog = openDialog(t('card'), [
    el(
      'form',
      { submit: save },
      contact.number ? el('p', { class: 'when' }, `+${contact.number}`) : '',
      el('label', {}, t('name'), name),
      el('label', {}, t('notes'), notes),
      mayWrite() ? '' : el('p', { class: 'note' }, t('readOnly')),
      problem,
      el(
        'div',
        { class: 'acts' },
        button(t('close'), () => dialog.close()),
        mayWrite() && el('button', { class: 'main' }, t('save')),
      ),
    ),
  ]);
}
