import { HERE_MS, TYPING_MS } from '@recado/core/conversations/contract';
import type { Presence } from '@recado/core/kernel';

/** How long somebody is there, and how long they write, each until an instant in milliseconds. */
type Page = { here: number; typing: number };
type Place = { workspaceId: string; conversationId: string };

/**
 * Who has which conversation open, as this process has heard it. It is told and never asked for: after a restart it fills within one beat of the
 * pages, and whoever says nothing runs out.
 */
export function createPresence() {
  const places = new Map<string, Map<string, Map<string, Map<string, Page>>>>();

  /** What is known of everybody in a conversation, as one text: it differs when there is something to tell. */
  const figure = ({ workspaceId, conversationId }: Place, now: number): string =>
    JSON.stringify([...peopleIn(workspaceId, conversationId, now)]);

  function peopleIn(workspaceId: string, conversationId: string, now: number): Map<string, { isTyping: boolean }> {
    const people = new Map<string, { isTyping: boolean }>();
    for (const [personId, pages] of places.get(workspaceId)?.get(conversationId) ?? []) {
      const there = [...pages.values()].filter((page) => page.here > now);
      if (there.length > 0) people.set(personId, { isTyping: there.some((page) => page.typing > now) });
    }
    return people;
  }

  return {
    /** Takes what was told; answers whether somebody came, left, began or stopped writing by it. */
    note({ workspaceId, conversationId, personId, pageId, state }: Presence, now: number): boolean {
      const place = { workspaceId, conversationId };
      const before = figure(place, now);
      const conversations = places.get(workspaceId) ?? new Map();
      const people = conversations.get(conversationId) ?? new Map();
      const pages: Map<string, Page> = people.get(personId) ?? new Map();
      if (state === 'gone') pages.delete(pageId);
      else pages.set(pageId, { here: now + HERE_MS, typing: state === 'typing' ? now + TYPING_MS : 0 });
      if (pages.size > 0) people.set(personId, pages);
      else people.delete(personId);
      if (people.size > 0) conversations.set(conversationId, people);
      else conversations.delete(conversationId);
      if (conversations.size > 0) places.set(workspaceId, conversations);
      else places.delete(workspaceId);
      return before !== figure(place, now);
    },
    /** Forgets what has run out between two looks; answers the conversations in which that is something to tell. */
    expire(before: number, now: number): Place[] {
      const changed: Place[] = [];
      for (const [workspaceId, conversations] of places) {
        for (const [conversationId, people] of conversations) {
          const place = { workspaceId, conversationId };
          if (figure(place, before) !== figure(place, now)) changed.push(place);
          for (const [personId, pages] of people) {
            for (const [pageId, page] of pages) if (page.here <= now) pages.delete(pageId);
            if (pages.size === 0) people.delete(personId);
          }
          if (people.size === 0) conversations.delete(conversationId);
        }
        if (conversations.size === 0) places.delete(workspaceId);
      }
      return changed;
    },
    /** The conversations of a workspace in which anybody is. */
    conversationsOf: (workspaceId: string): string[] => [...(places.get(workspaceId)?.keys() ?? [])],
    peopleIn,
  };
}
