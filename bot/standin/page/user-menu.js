// @ts-check
/** A member at a glance: who they are, writing to them, and the apps' commands for people. */

import { avatar } from "./avatars.js";
import { USER_MENU } from "./commands.js";
import { fill, h, roving } from "./dom.js";
import { tellIn } from "./faults.js";
import { composerOf } from "./composer.js";
import { openPopover } from "./popover.js";

/** Opens beside whatever names a person by `data-user-id`, wherever that stands on the page. @param {() => any} current the desk */
export function listenForPeople(current) {
  document.addEventListener("click", (event) => {
    const anchor = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-user-id]"));
    if (!anchor?.dataset.userId) return;
    const channelId = /** @type {HTMLElement | null} */ (anchor.closest("[data-channel-id]"))?.dataset.channelId;
    openUserMenu(anchor, anchor.dataset.userId, current(), channelId ?? current().channelId);
  });
}

/** @param {HTMLElement} anchor @param {string} userId @param {any} desk @param {string} channelId where one stands */
export function openUserMenu(anchor, userId, desk, channelId) {
  const { store } = desk;
  const guildId = store.channel(channelId)?.guild_id ?? null;
  const user = store.users.get(userId);
  const name = store.nameOf(userId, guildId);
  const actions = h("div", { class: "menu" });
  const box = h("div", { class: "user-box" }, head(user, name, store.guilds.get(guildId)?.members.get(userId), store.guilds.get(guildId)), actions);
  const close = openPopover(anchor, box, { label: name, className: "user-popover" });
  const draw = (/** @type {any[]} */ commands) => {
    const items = [
      ...own(desk, userId, name, channelId, close),
      ...commands.map((command) => ({ label: command.name_localized ?? command.name, note: "app", run: () => desk.interactions.menu(command, userId, channelId).then(close) })),
    ];
    fill(actions, items.map((item, index) => action(item, index, box)));
    const first = actions.querySelector("button");
    if (first instanceof HTMLElement && (document.activeElement === document.body || box.contains(document.activeElement))) first.focus();
  };
  roving(actions, ".menu-item");
  draw([]);
  const asked = desk.commands.menus(USER_MENU, guildId, channelId);
  asked.then((/** @type {any[]} */ commands) => commands.length && box.isConnected && draw(commands)).catch((/** @type {Error} */ error) => tellIn(box, error.message));
}

/** @param {any} user @param {string} name @param {any} member @param {any} guild */
function head(user, name, member, guild) {
  const roles = (member?.roles ?? []).map((/** @type {string} */ id) => guild.roles.get(id)?.name).filter(Boolean);
  return h(
    "div",
    { class: "user-head" },
    avatar(user),
    h("div", { class: "user-words" }, h("strong", {}, name), user && h("span", { class: "quiet small-text" }, `@${user.username}`)),
    user?.bot && h("span", { class: "badge" }, "App"),
    roles.length > 0 && h("div", { class: "user-roles", role: "group", "aria-label": "Roles" }, roles.map((/** @type {string} */ role) => h("span", { class: "badge" }, role))),
  );
}

/** @param {any} desk @param {string} userId @param {string} name @param {string} channelId @param {() => void} close */
function own(desk, userId, name, channelId, close) {
  const composer = composerOf(desk, channelId);
  const items = [];
  if (userId !== desk.person.id) items.push({ label: "Message", run: () => writeTo(desk, userId, close) });
  if (composer && desk.store.channel(channelId)?.guild_id) {
    items.push({
      label: "Mention",
      run: () => {
        close();
        composer.editor.mention(`@${name}`, `<@${userId}>`);
      },
    });
  }
  items.push({ label: "Copy user ID", run: () => navigator.clipboard.writeText(userId).then(close) });
  return items;
}

/** @param {any} desk @param {string} userId @param {() => void} close */
async function writeTo(desk, userId, close) {
  const id = await desk.directWith(userId);
  close();
  const begin = () => composerOf(desk, id)?.focus();
  window.addEventListener("hashchange", begin, { once: true });
  desk.go(id);
  begin();
}

/** @param {{label: string, note?: string, run: () => unknown}} item @param {number} index @param {HTMLElement} box */
function action(item, index, box) {
  const button = h(
    "button",
    { type: "button", class: "menu-item", tabindex: index ? "-1" : "0", data: { menu: item.label } },
    h("span", {}, item.label),
    item.note && h("span", { class: "badge" }, item.note),
  );
  button.addEventListener("click", async () => {
    tellIn(box, "");
    try {
      await item.run();
    } catch (error) {
      tellIn(box, /** @type {Error} */ (error).message);
    }
  });
  return button;
}
