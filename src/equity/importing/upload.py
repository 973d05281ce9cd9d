"""The first page: choose a dataset and a file; templates to download; reading with progress and a way to cancel."""

from typing import Any

from flask import Blueprint, Response, redirect, request

from equity.checking.datasets import ROADS, find_dataset, find_upload, uploads
from equity.documents.register_form import write_template
from equity.importing.access import User
from equity.importing.page import WAIT_S, Pages, link, plain_number
from equity.intake import desk, staging
from equity.intake.job import Order, start_job
from equity.intake.staging import UPLOAD_FILE
from equity.reading.limits import MAX_UPLOAD_BYTES, MB
from equity.reading.road_file import write_road_template
from equity.say import texts_of

TEXTS = texts_of(__name__)

GEOJSON = "application/geo+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_upload(blueprint: Blueprint, pages: Pages) -> None:
    @blueprint.get("/")
    @pages.for_users
    def start(user: User) -> Any:
        return pages.render("start", user, datasets=list(uploads().values()), limit_mb=MAX_UPLOAD_BYTES // MB)

    @blueprint.post("/upload")
    @pages.for_users
    def upload(user: User) -> Any:
        dataset = find_upload(request.form.get("dataset", ""))
        file = request.files.get("file")
        if file is None or not file.filename:
            raise TEXTS.user_error("no_file")
        source = request.form.get("source", "").strip()[:200]
        if not source:
            raise TEXTS.user_error("no_source")
        name, folder = staging.display_name(file.filename), staging.new_folder(pages.settings)
        try:
            file.save(folder / UPLOAD_FILE)
            choices = {
                "dataset": dataset.id,
                "source": source,
                "year": plain_number(request.form.get("year", "")),
            }
            staging.remember_upload(folder, file=name, choices=choices)
        except OSError as error:
            staging.discard(folder)
            raise TEXTS.user_error("disk_full") from error
        pages.audit("uploaded", user.name, file=name, dataset=dataset.id)
        start_job(pages.settings, folder, Order("read", user.name), wait_s=WAIT_S)
        return redirect(link(f"/{folder.name}"))

    @blueprint.get(f"/template/{ROADS.id}.geojson")
    @pages.for_users
    def road_template(user: User) -> Any:
        headers = {"Content-Disposition": 'attachment; filename="template-roads.geojson"'}
        return Response(write_road_template(pages.settings), mimetype=GEOJSON, headers=headers)

    @blueprint.get("/template/<name>.xlsx")
    @pages.for_users
    def template(user: User, name: str) -> Any:
        content = write_template(name, desk.surroundings(pages.settings))
        headers = {"Content-Disposition": f'attachment; filename="template-{find_dataset(name).id}.xlsx"'}
        return Response(content, mimetype=XLSX, headers=headers)
