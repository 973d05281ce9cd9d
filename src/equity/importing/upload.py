"""The first page: choose a dataset and a file; templates to download; reading with progress and a way to
cancel."""

from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.documents.register_form import write_template
from equity.errors import UserError
from equity.importing.access import Gate, User
from equity.importing.page import WAIT_S, Pages, link, plain_number
from equity.intake import desk
from equity.intake.datasets import ROADS, find_dataset, find_upload, uploads
from equity.intake.desk import UPLOAD_FILE
from equity.intake.job import Order, start_job
from equity.intake.limits import MAX_UPLOAD_BYTES, MB
from equity.intake.road_template import write_road_template

GEOJSON = "application/geo+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_upload(blueprint: Blueprint, gate: Gate, pages: Pages) -> None:
    @blueprint.get("/")
    @pages.guarded
    def start(user: User) -> Any:
        return pages.render("start", user, datasets=list(uploads().values()), limit_mb=MAX_UPLOAD_BYTES // MB)

    @blueprint.post("/upload")
    @pages.guarded
    def upload(user: User) -> Any:
        dataset = find_upload(request.form.get("dataset", ""))
        file = request.files.get("file")
        if file is None or not file.filename:
            raise UserError("请选择一个文件。", "choose a file.")
        source = request.form.get("source", "").strip()[:200]
        if not source:
            raise UserError(
                "请写明数据来源（如 市教育局 2024 年学校名录）。",
                "state the source, e.g. Education Bureau, list of schools 2024.",
            )
        name, folder = desk.display_name(file.filename), desk.new_folder(pages.settings)
        try:
            file.save(folder / UPLOAD_FILE)
            choices = {
                "dataset": dataset.id,
                "source": source,
                "year": plain_number(request.form.get("year", "")),
            }
            desk.remember_desk(folder, file=name, choices=choices)
        except OSError as error:
            desk.discard(folder)
            raise UserError(
                "磁盘已满，文件没有保存。", "the disk is full; the file was not saved."
            ) from error
        pages.audit("uploaded", user.name, file=name, dataset=dataset.id)
        start_job(pages.settings, folder, Order("read", user.name), wait_s=WAIT_S)
        return redirect(link(f"/{folder.name}"))

    @blueprint.get(f"/template/{ROADS.id}.geojson")
    @pages.guarded
    def road_template(user: User) -> Any:
        headers = {"Content-Disposition": 'attachment; filename="template-roads.geojson"'}
        return Response(write_road_template(pages.settings), mimetype=GEOJSON, headers=headers)

    @blueprint.get("/template/<name>.xlsx")
    @pages.guarded
    def template(user: User, name: str) -> Any:
        content = write_template(name, desk.surroundings(pages.settings))
        headers = {"Content-Disposition": f'attachment; filename="template-{find_dataset(name).id}.xlsx"'}
        return Response(content, mimetype=XLSX, headers=headers)
