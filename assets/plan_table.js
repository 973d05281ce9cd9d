/* Rows of a table as changes of a plan: pasted from a spreadsheet (tabs) or written with commas. No page is needed for it. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const KINDS = {
    add: ["add", "new", "新增", "新建", "增加"],
    capacity: ["capacity", "enlarge", "改容量", "扩容", "扩建", "容量"],
    move: ["move", "迁移", "搬迁", "移动"],
    close: ["close", "关闭", "撤销", "停办"],
  };
  const COLUMNS = {
    kind: ["kind", "change", "变动", "类型"], service: ["service", "服务"], name: ["name", "名称", "name or facility", "名称或设施编号"],
    facility_id: ["facility_id", "facility", "id", "设施", "设施编号", "编号"], lon: ["lon", "lng", "longitude", "经度"], lat: ["lat", "latitude", "纬度"],
    capacity: ["capacity", "容量", "学位", "床位"], cost: ["cost", "费用", "造价"], year: ["year", "年份", "启用年份"], note: ["note", "备注", "说明"],
  };
  const ORDER = ["kind", "service", "name", "lon", "lat", "capacity", "cost"];
  const NUMBERS = ["lon", "lat", "capacity", "cost", "year"];

  const named = (table, word) => Object.keys(table).find((key) => table[key].includes(word.trim().toLowerCase()));

  /** The cells of one line; a cell in quotes may hold the separator. */
  function cells(line, separator) {
    const found = [];
    let cell = "", quoted = false;
    for (let i = 0; i < line.length; i++) {
      const c = line[i];
      if (c === '"' && quoted && line[i + 1] === '"') { cell += '"'; i++; }
      else if (c === '"') quoted = !quoted;
      else if (c === separator && !quoted) { found.push(cell.trim()); cell = ""; }
      else cell += c;
    }
    return [...found, cell.trim()];
  }

  function number(text) {
    const plain = text.replace(/[,\s]/g, "");
    return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text;
  }

  /**
   * The changes that a pasted text holds. `known`: {service: the one on screen, services: [{id, label}], facilities: {name: id}}.
   * What a line leaves open is taken from there; a word that is no number stays as it is, and the server says what is wrong with it.
   */
  function read(text, known) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    if (!lines.length) return [];
    const separator = lines[0].includes("\t") ? "\t" : lines[0].includes("，") && !lines[0].includes(",") ? "，" : ",";
    const rows = lines.map((line) => cells(line, separator));
    const heads = rows[0].map((word) => named(COLUMNS, word));
    const headed = heads.filter(Boolean).length >= 2 && rows[0].every((word) => Number.isNaN(Number(word || "x")));
    const columns = headed ? heads : ORDER;
    return (headed ? rows.slice(1) : rows).map((row) => change(row, columns, known));
  }

  function change(row, columns, known) {
    const said = {};
    row.forEach((word, i) => { if (word && columns[i]) said[columns[i]] = NUMBERS.includes(columns[i]) ? number(word) : word; });
    const kind = said.kind ? named(KINDS, said.kind) || said.kind : "add";
    const service = known.services.find((s) => s.id === said.service || s.label === said.service);
    const found = Object.assign({}, said, { kind: kind, service: service ? service.id : said.service || known.service });
    if (kind !== "add") {
      const facility = found.facility_id || found.name || "";
      found.facility_id = known.facilities[facility] || facility;
      delete found.name;
    }
    return found;
  }

  root.plan_table = { read: read };
})();
