@echo off
rem site_builder-launcher: opens the preview of this site in the browser; the first time it makes its environment from the folder wheels.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
pushd "%~dp0"
if not "%ERRORLEVEL%"=="0" goto failed
set "PYTHONUTF8=1"
set "VENV=.venv\Scripts\python.exe"

for %%W in (wheels\site_builder-*.whl) do if not exist ".venv\%%~nxW.done" goto find
if not exist "%VENV%" goto find
"%VENV%" -P -c "import site_builder" >nul 2>nul
if "%ERRORLEVEL%"=="0" goto start

:find
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not "%ERRORLEVEL%"=="0" goto find_python
echo ครั้งแรกใช้เวลาสักครู่ กำลังเตรียมโปรแกรม... / Preparing...
py -3 -m venv ".venv"
if not "%ERRORLEVEL%"=="0" goto failed
goto install
:find_python
python -c "pass" >nul 2>nul
if not "%ERRORLEVEL%"=="0" goto no_python
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not "%ERRORLEVEL%"=="0" goto old_python
echo ครั้งแรกใช้เวลาสักครู่ กำลังเตรียมโปรแกรม... / Preparing...
python -m venv ".venv"
if not "%ERRORLEVEL%"=="0" goto failed

:install
if not exist "wheels\site_builder-*.whl" goto install_source
for %%W in (wheels\site_builder-*.whl) do call :install_wheel "%%~W" "%%~nxW"
"%VENV%" -P -c "import site_builder" >nul 2>nul
if "%ERRORLEVEL%"=="0" goto start
goto failed
:install_source
if not exist "pyproject.toml" goto no_wheels
"%VENV%" -P -m pip install -q --disable-pip-version-check .
if not "%ERRORLEVEL%"=="0" goto failed

:start
echo.
echo เว็บไซต์จะเปิดในเบราว์เซอร์ ปิดหน้าต่างนี้เมื่อเลิกใช้ / The site opens in your browser; close this window to end.
echo.
"%VENV%" -P -m site_builder serve --open
if not "%ERRORLEVEL%"=="0" pause
popd
exit /b 0

:install_wheel
"%VENV%" -P -m pip install -q --disable-pip-version-check --no-index --find-links "wheels" "%~1"
if "%ERRORLEVEL%"=="0" goto installed
echo ชุดติดตั้งในโฟลเดอร์ wheels ไม่ครบสำหรับ Python รุ่นนี้ กำลังโหลดส่วนที่ขาดจากอินเทอร์เน็ต / Loading what wheels lacks...
"%VENV%" -P -m pip install -q --disable-pip-version-check "%~1"
if not "%ERRORLEVEL%"=="0" exit /b 1
:installed
type nul > ".venv\%~2.done"
exit /b 0

:no_python
echo ยังไม่มีโปรแกรม Python ในเครื่องนี้ / Python is missing.
goto get_python
:old_python
echo Python ในเครื่องนี้เก่ากว่า 3.11 / Python is older than 3.11.
:get_python
echo วิธีแก้
echo   1. เปิด https://www.python.org/downloads/ แล้วดาวน์โหลด Python รุ่นล่าสุดสำหรับ Windows
echo   2. ติดตั้งโดยทำเครื่องหมายที่ "Add python.exe to PATH" ไม่ต้องใช้สิทธิ์ผู้ดูแลเครื่อง
echo   3. ดับเบิลคลิกไฟล์นี้อีกครั้ง
pause
popd
exit /b 1

:no_wheels
echo ไม่พบโฟลเดอร์ wheels ข้างไฟล์นี้ / The folder wheels is not beside this file.
echo วิธีแก้: ขอโฟลเดอร์ wheels จากผู้ดูแลเว็บไซต์ แล้ววางไว้ในโฟลเดอร์เดียวกับไฟล์นี้
pause
popd
exit /b 1

:failed
echo เตรียมโปรแกรมไม่สำเร็จ ข้อความข้างบนบอกสาเหตุ / It did not work; the lines above say why.
echo วิธีแก้: ลบโฟลเดอร์ .venv แล้วดับเบิลคลิกไฟล์นี้อีกครั้ง ถ้ายังไม่ได้ให้ส่งภาพหน้าจอนี้ให้ผู้ดูแลเว็บไซต์
pause
popd
exit /b 1
