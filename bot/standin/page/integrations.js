// @ts-check
/** Who may use which command: the rules that whoever manages the server sets, per app and per command. */

import { channels, people, roles } from "./choices.js";
import { openWindow } from "./dialog.js";
import { fill, h, icon } from "./dom.js";
import { tellIn } from "./faults.js";
import { openPicker } from "./popover.js";

const ROLE = 1;
const USER = 2;
const CHANNEL = 3;
const SIGNS = ["", "/", "", ""];
/** Permissions that apps ask for by default. @type {[bigint, string][]} */
const ASKED = [[1n << 3n, "Administrator"], [1n << 5n, "Manage Server"], [1n << 4n, "Manage Channels"], [1n << 28n, "Manage Roles"], [1n << 13n, "Manage Messages"], [1n << 34n, "Manage Threads"]];

/** @typedef {{id: string, type: number, permission: boolean}} Rule */
/** @typedef {{desk: any, guildId: string, appId: string}} Place */

/** @param {any} desk @param {string} guildId */
export async function openIntegrations(desk, guildId) {
  const { applications, application_commands: commands } = await desk.rest.get(`/guilds/${guildId}/application-command-index`);
  const sections = await Promise.all(
    applications.map(async (/** @type {any} */ app) => {
      const place = { desk, guildId, appId: app.id };
      const set = await desk.rest.get(`/applications/${app.id}/guilds/${guildId}/commands/permissions`);
      const rulesOf = (/** @type {string} */ id) => set.find((/** @type {any} */ item) => item.id === id)?.permissions ?? [];
      const own = commands.filter((/** @type {any} */ command) => command.application_id === app.id);
      return h(
        "section",
        { class: "integration", "aria-label": app.name },
        h("h3", {}, app.name),
        target(place, app.id, "All commands that have no rules of their own", "everybody whom the command lets by itself", rulesOf(app.id)),
        own.map((/** @type {any} */ command) => target(place, command.id, `${SIGNS[command.type ?? 1]}${command.name}`, standard(command), rulesOf(command.id))),
      );
    }),
  );
  openWindow({ title: "Who may use commands", testid: "integrations", content: sections.length ? sections : [h("p", { class: "quiet" }, "No app is on this server.")] });
}

/** Whom a command lets as long as no rule says otherwise. @param {any} command */
function standard(command) {
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined) return "everybody";
  if (needed === "0") return "administrators";
  const names = ASKED.filter(([bit]) => BigInt(needed) & bit).map(([, name]) => name);
  return `those who may ${names.join(" and ") || "do what it asks for"}`;
}

/** One command's rules, saved at each change. @param {Place} place @param {string} id @param {string} name @param {string} byDefault @param {Rule[]} rules */
function target(place, id, name, byDefault, rules) {
  let current = rules;
  const list = h("ul", { class: "rules", "aria-label": `Rules for ${name}` });
  const told = h("span", { class: "quiet small-text" });
  const body = h("div", { class: "rules-body" });
  const save = async (/** @type {Rule[]} */ wanted) => {
    tellIn(body, "");
    try {
      const path = `/applications/${place.appId}/guilds/${place.guildId}/commands/${id}/permissions`;
      const answer = await place.desk.rest.put(path, { permissions: wanted });
      current = answer.permissions;
      place.desk.commands.refresh();
      draw();
    } catch (error) {
      tellIn(body, /** @type {Error} */ (error).message);
    }
  };
  const draw = () => {
    fill(told, current.length ? `${current.length} ${current.length === 1 ? "rule" : "rules"}` : `by default: ${byDefault}`);
    fill(list, current.map((rule) => row(place, rule, current, save)));
  };
  const adder = (/** @type {string} */ words, /** @type {() => any[]} */ choices) => {
    const button = h("button", { type: "button", class: "chip", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": `${words} for ${name}` }, icon("plus"), words);
    button.addEventListener("click", () => openPicker(button, { label: words, choices: choices().filter((choice) => !current.some((rule) => keyOf(rule) === choice.value)), onPick: ([value = ""]) => save([...current, ruleOf(value)]) }));
    return button;
  };
  body.append(list, h("div", { class: "command-more" }, adder("Role or member", () => whoChoices(place)), adder("Channel", () => whereChoices(place))));
  draw();
  return h("details", { class: "rules-of", "aria-label": name, data: { rules: name } }, h("summary", {}, h("span", {}, name), told), body);
}

/** @param {Place} place @param {Rule} rule @param {Rule[]} all @param {(rules: Rule[]) => void} save */
function row(place, rule, all, save) {
  const name = [...whoChoices(place), ...whereChoices(place)].find((choice) => choice.value === keyOf(rule))?.label ?? rule.id;
  const others = all.filter((other) => other !== rule);
  const flip = h("button", { type: "button", class: `chip ${rule.permission ? "allowed" : "denied"}`, "aria-pressed": String(rule.permission), "aria-label": `${name}: allowed` }, rule.permission ? "allowed" : "denied");
  flip.addEventListener("click", () => save(all.map((other) => (other === rule ? { ...rule, permission: !rule.permission } : other))));
  const remove = h("button", { type: "button", class: "tool", "aria-label": `Take the rule for ${name} away`, on: { click: () => save(others) } }, icon("close"));
  return h("li", { class: "rule" }, h("span", {}, name), flip, remove);
}

/** @param {Rule} rule */
function keyOf(rule) {
  return `${rule.type}:${rule.id}`;
}

/** @param {string} key @returns {Rule} */
function ruleOf(key) {
  const [type = "", id = ""] = key.split(":");
  return { id, type: Number(type), permission: true };
}

/** @param {Place} place */
function whoChoices({ desk, guildId }) {
  const keyed = (/** @type {number} */ type) => (/** @type {any} */ choice) => ({ ...choice, value: `${type}:${choice.value}` });
  return [...roles(desk.store, guildId).map(keyed(ROLE)), ...people(desk.store, guildId).map(keyed(USER))];
}

/** @param {Place} place */
function whereChoices({ desk, guildId }) {
  const everywhere = { value: `${CHANNEL}:${BigInt(guildId) - 1n}`, label: "All channels", description: "of this server" };
  return [everywhere, ...channels(desk.store, guildId).map((choice) => ({ ...choice, value: `${CHANNEL}:${choice.value}` }))];
}
