// @ts-check
/** The menu of one message: the apps' message commands, and what the person may do to it. */

import { textOf } from "./components.js";
import { h, roving } from "./dom.js";
import { may, PERMISSION } from "./permissions.js";
import { openPopover } from "./popover.js";

/** @param {HTMLElement} anchor @param {import("./components.js").Context} context */
export async function openMessageMenu(anchor, context) {
  const { desk, message, names } = context;
  const commands = names.guildId ? await desk.commands.messageMenus(names.guildId) : [];
  const items = [
    ...commands.map((/** @type {any} */ command) => ({ label: command.name, note: "app", run: () => desk.interactions.menu(command, message) })),
    ...own(context),
  ];
  const rows = items.map((item, index) =>
    h(
      "button",
      { type: "button", role: "menuitem", class: "menu-item", tabindex: index ? "-1" : "0", data: { menu: item.label }, on: { click: () => pick(item.run) } },
      h("span", {}, item.label),
      item.note && h("span", { class: "badge" }, item.note),
    ),
  );
  const list = h("div", { class: "menu" }, rows);
  roving(list, ".menu-item");
  const close = openPopover(anchor, list, { label: "Message", role: "menu" });
  const pick = async (/** @type {() => Promise<unknown>} */ run) => {
    close();
    try {
      await run();
    } catch (error) {
      desk.toast(/** @type {Error} */ (error).message);
    }
  };
}

/** @param {import("./components.js").Context} context @returns {{label: string, note?: string, run: () => Promise<unknown>}[]} */
function own({ desk, message }) {
  const path = `/channels/${message.channel_id}/messages/${message.id}`;
  const mine = message.author?.id === desk.store.personId;
  const items = [{ label: "Copy text", run: () => navigator.clipboard.writeText(textOf(message)) }];
  if (!desk.store.threadOn(message) && may(desk.store, message.channel_id, PERMISSION.CREATE_PUBLIC_THREADS)) {
    items.push({ label: "Start a discussion", run: () => startThread(desk, message, path) });
  }
  if (mine || may(desk.store, message.channel_id, PERMISSION.MANAGE_MESSAGES)) {
    items.push({ label: "Delete message", run: () => desk.rest.delete(path) });
  }
  return items;
}

/** @param {any} desk @param {any} message @param {string} path */
async function startThread(desk, message, path) {
  const name = (textOf(message).replace(/[#*_`>-]/g, "").trim().split("\n")[0] || "Discussion").slice(0, 100);
  const thread = await desk.rest.post(`${path}/threads`, { name });
  desk.store.apply("THREAD_CREATE", thread);
  desk.openThread(thread.id);
}
